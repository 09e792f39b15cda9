using System.Collections.Immutable;

namespace Imara.Boot.Checking;

/// <summary>The answer of the preflight.</summary>
/// <param name="Findings">What was found, the worst first.</param>
/// <param name="LoadedBy">Who loads the policy; null: nothing tells.</param>
/// <param name="FilesChecked">Files that must start, and files in use, that were looked at.</param>
/// <param name="FilesAppraised">Of these, files that the policy appraises.</param>
public sealed record PreflightResult(ImmutableArray<PreflightFinding> Findings, LoadedBy? LoadedBy, int FilesChecked, int FilesAppraised)
{
    /// <summary>The worst of all findings.</summary>
    public PreflightVerdict Verdict => Findings.IsEmpty ? PreflightVerdict.Safe : Findings.Max(finding => finding.Means);
}
