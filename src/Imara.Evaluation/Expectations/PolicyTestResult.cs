using System.Collections.Immutable;

namespace Imara.Evaluation.Expectations;

/// <summary>What came of a test.</summary>
/// <param name="Decision">What the policy decides.</param>
/// <param name="Reasons">What is not as expected and why; empty if all is.</param>
public sealed record PolicyTestResult(PolicyDecision Decision, ImmutableArray<string> Reasons)
{
    /// <summary>True if everything is as expected.</summary>
    public bool IsPassed => Reasons.IsEmpty;
}
