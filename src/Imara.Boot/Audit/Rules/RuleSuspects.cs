using System.Collections.Immutable;

namespace Imara.Boot.Audit.Rules;

/// <summary>The rules that can have made a record.</summary>
/// <param name="Rules">Indexes of rules in the order of the policy; one: it is certain that it was this one, if this policy was in force.</param>
/// <param name="FileIsKnown">True if the file was found, so that what rules ask of it was compared.</param>
public sealed record RuleSuspects(ImmutableArray<int> Rules, bool FileIsKnown);
