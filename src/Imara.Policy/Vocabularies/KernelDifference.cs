using Imara.Policy.Kernels;

namespace Imara.Policy.Vocabularies;

/// <summary>One thing in which two kernels differ.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Subject">Its name, such as <c>action dont_audit</c> or <c>CONFIG_IMA_READ_POLICY</c>.</param>
/// <param name="First">How the first kernel has it.</param>
/// <param name="Second">How the second has it.</param>
/// <param name="Section">The section of docs/reference/policy.md that speaks of it.</param>
/// <param name="Feature">The row of the version table behind it; null: not a matter of the version.</param>
/// <param name="Explanation">What it means, or why a word is not taken; null where the subject says all.</param>
public sealed record KernelDifference(
    DifferenceKind Kind, string Subject, string First, string Second, string Section, KernelFeatureRow? Feature, string? Explanation);
