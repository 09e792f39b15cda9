using System.Collections.Immutable;
using Imara.Appraisal.Simulating;

namespace Imara.Boot.Witnesses;

/// <summary>A signed file, and an access to it that the policy in force appraises.</summary>
/// <param name="Path">The file.</param>
/// <param name="Kind">Read, mapped, executed, or given to the kernel as a module, which it is not.</param>
/// <param name="Arguments">Where it is executed: its arguments, the first being its name.</param>
public sealed record Witness(string Path, AccessKind Kind, ImmutableArray<string> Arguments);
