using System.Collections.Immutable;
using Imara.Measurements.Lists;

namespace Imara.Measurements.Replay;

/// <summary>Collects findings and the worst verdict among them, in bounded memory.</summary>
internal sealed class FindingLog(int maxAboutEntries)
{
    private readonly List<ListFinding> findings = [];

    // The first entry that calls for a verdict; findings about the whole list count as entry 0.
    private readonly long[] firstOf = [.. Enum.GetValues<ListVerdict>().Select(_ => long.MaxValue)];
    private int aboutEntries;

    public long Omitted { get; private set; }

    /// <summary>The gravest verdict that a finding calls for.</summary>
    public ListVerdict Worst => WorstUpTo(long.MaxValue);

    public ImmutableArray<ListFinding> Findings => [.. findings];

    /// <summary>The gravest verdict that a finding about the first entries or about the whole list calls for.</summary>
    public ListVerdict WorstUpTo(long count) => (ListVerdict)Math.Max(0, Array.FindLastIndex(firstOf, first => first < count));

    public void Add(in ListRecord record, ListFindingKind kind, string message)
    {
        if (aboutEntries == maxAboutEntries)
        {
            Omitted++;
            Note(kind, record.Index);
            return;
        }

        aboutEntries++;
        Add(new ListFinding(record.Index, record.Offset, kind, message));
    }

    public void Add(ListFindingKind kind, string message) => Add(new ListFinding(Index: null, Offset: null, kind, message));

    public void Add(ListFinding finding)
    {
        Note(finding.Kind, finding.Index ?? 0);
        findings.Add(finding);
    }

    /// <summary>Adds a finding about the first entry, which is known at the end only.</summary>
    public void AddAtFront(ListFinding finding)
    {
        Note(finding.Kind, 0);
        findings.Insert(0, finding);
    }

    private void Note(ListFindingKind kind, long index)
    {
        ref var first = ref firstOf[(int)ListFinding.VerdictOf(kind)];
        first = Math.Min(first, index);
    }
}
