using Imara.Evaluation;

namespace Imara.Appraisal.Simulating;

/// <summary>A question and what the policy says to it.</summary>
/// <param name="Question">The question.</param>
/// <param name="Decision">The decision.</param>
/// <param name="Group">Index of the <see cref="JudgeGroup"/> that it is judged with; -1 if it is not appraised.</param>
internal sealed record PlannedAccess(AccessQuestion Question, PolicyDecision Decision, int Group);
