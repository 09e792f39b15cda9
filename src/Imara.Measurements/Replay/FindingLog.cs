using System.Collections.Immutable;
using Imara.Measurements.Lists;

namespace Imara.Measurements.Replay;

/// <summary>Collects findings and the worst verdict among them, in bounded memory.</summary>
internal sealed class FindingLog(int maxAboutEntries)
{
    private readonly List<ListFinding> findings = [];
    private int aboutEntries;

    public long Omitted { get; private set; }

    /// <summary>The gravest verdict that a finding calls for.</summary>
    public ListVerdict Worst { get; private set; } = ListVerdict.Unchecked;

    public ImmutableArray<ListFinding> Findings => [.. findings];

    public void Add(in ListRecord record, ListFindingKind kind, string message)
    {
        if (aboutEntries == maxAboutEntries)
        {
            Omitted++;
            Note(kind);
            return;
        }

        aboutEntries++;
        Add(new ListFinding(record.Index, record.Offset, kind, message));
    }

    public void Add(ListFindingKind kind, string message) => Add(new ListFinding(Index: null, Offset: null, kind, message));

    public void Add(ListFinding finding)
    {
        Note(finding.Kind);
        findings.Add(finding);
    }

    private void Note(ListFindingKind kind) => Worst = (ListVerdict)Math.Max((int)Worst, (int)VerdictOf(kind));

    private static ListVerdict VerdictOf(ListFindingKind kind) => kind switch
    {
        ListFindingKind.MalformedViolation or ListFindingKind.MalformedData or ListFindingKind.MalformedList => ListVerdict.Malformed,
        ListFindingKind.DigestMismatch or ListFindingKind.PcrMismatch => ListVerdict.Mismatch,
        ListFindingKind.Violation => ListVerdict.Violations,
        ListFindingKind.PaddedSha1 => ListVerdict.Proven,
        _ => ListVerdict.Unproven,
    };
}
