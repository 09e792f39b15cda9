namespace Imara.Appraisal.Simulating;

/// <summary>What appraisal makes of an access.</summary>
/// <param name="Kind">The outcome.</param>
/// <param name="Cause">If it fails: the kernel's audit word, or ours in parentheses where the kernel writes no record.</param>
/// <param name="IsFixed">In mode fix: a label is written.</param>
internal readonly record struct AccessVerdict(VerdictKind Kind, string Cause = "", bool IsFixed = false);
