namespace Imara.Policy.Linting;

/// <summary>The findings of a run, as many as somebody may want to read: a text of 64 MiB could make millions.</summary>
internal sealed class FindingList
{
    /// <summary>Findings that are kept.</summary>
    public const int Max = 100_000;

    private readonly List<LintFinding> findings = [];

    /// <summary>Those that were kept.</summary>
    public IReadOnlyList<LintFinding> Kept => findings;

    /// <summary>How many were not.</summary>
    public int Dropped { get; private set; }

    /// <summary>Takes a finding.</summary>
    public void Add(LintFinding finding)
    {
        if (findings.Count < Max)
        {
            findings.Add(finding);
        }
        else
        {
            Dropped++;
        }
    }
}
