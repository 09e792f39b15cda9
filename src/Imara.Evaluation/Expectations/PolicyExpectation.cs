using System.Collections.Immutable;
using Imara.Policy.Rules;

namespace Imara.Evaluation.Expectations;

/// <summary>What a policy should decide about an event; at least one part is given.</summary>
/// <param name="Actions">Exactly these actions; null: not asked.</param>
/// <param name="Blocked">Exactly these classes are ended by a dont rule; null: not asked.</param>
/// <param name="Not">None of these actions.</param>
public sealed record PolicyExpectation(ImmutableArray<ExpectedAction>? Actions, ImmutableArray<ExpectedAction>? Blocked, ActionClass Not);
