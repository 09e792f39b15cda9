using System.Collections.Immutable;

namespace Imara.Boot.Checking;

/// <summary>The answer of the preflight.</summary>
/// <param name="Findings">What was found, the worst first.</param>
/// <param name="FilesChecked">Files on init's path and in use whose references were checked.</param>
public sealed record PreflightResult(ImmutableArray<PreflightFinding> Findings, int FilesChecked)
{
    /// <summary>The worst of all findings.</summary>
    public PreflightVerdict Verdict => Findings.IsEmpty ? PreflightVerdict.SafeToLoad : Findings.Max(finding => finding.Means);
}
