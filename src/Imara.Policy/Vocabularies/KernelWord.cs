using Imara.Policy.Kernels;

namespace Imara.Policy.Vocabularies;

/// <summary>A word of the rule language and whether one kernel takes it.</summary>
/// <param name="Kind">Where it stands.</param>
/// <param name="Word">The word.</param>
/// <param name="IsKnown">True if there is a rule with it that the kernel accepts.</param>
/// <param name="Feature">The row of the version table that brought it; null: older than the table.</param>
/// <param name="Section">The section of docs/reference/policy.md that speaks of it.</param>
/// <param name="Reason">Why the kernel does not take it; null if it does.</param>
public sealed record KernelWord(WordKind Kind, string Word, bool IsKnown, KernelFeatureRow? Feature, string Section, string? Reason);
