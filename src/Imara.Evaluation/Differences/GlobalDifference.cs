namespace Imara.Evaluation.Differences;

/// <summary>Something that holds for the whole machine and changes.</summary>
/// <param name="Effect">What.</param>
/// <param name="From">With the first policy; a list of algorithms for <see cref="GlobalEffect.SetxattrAlgos"/>, else <c>yes</c> or <c>no</c>.</param>
/// <param name="To">With the second.</param>
public sealed record GlobalDifference(GlobalEffect Effect, string From, string To);
