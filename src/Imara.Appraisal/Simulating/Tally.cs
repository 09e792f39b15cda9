namespace Imara.Appraisal.Simulating;

/// <summary>What one thread has counted.</summary>
internal sealed class Tally(int rules, int top)
{
    private readonly Dictionary<(int Rule, string Cause), (long Files, ByteString Example, long Serial)> failures = [];
    private long serial;

    public long Files { get; set; }

    public long Bytes { get; set; }

    public RuleTally[] Rules { get; } = new RuleTally[rules];

    public SortedDictionary<int, PcrTally> Pcrs { get; } = [];

    public RuleTally Measured { get; private set; }

    public RuleTally Hashed { get; private set; }

    public long FailingFiles { get; set; }

    public long FailingAccesses { get; set; }

    public long FixedFiles { get; set; }

    public long UncheckedContents { get; set; }

    public long UncheckedSignatures { get; set; }

    public long Unreadable { get; set; }

    public long Vanished { get; set; }

    public long OtherFileSystems { get; set; }

    public long Loops { get; set; }

    public Heaviest ByBytes { get; } = new(top, directory => directory.Bytes);

    public Heaviest ByFiles { get; } = new(top, directory => directory.Files);

    public SortedList<ByteString, FailingFile> FirstFailing { get; } = new(ByteOrder.Instance);

    /// <summary>File systems without extended attributes: type and mount to the number of files judged there.</summary>
    public SortedDictionary<ByteString, long> WithoutXattrs { get; } = new(ByteOrder.Instance);

    /// <summary>Counts what is done to one file.</summary>
    public void Count(long size, ReadOnlySpan<int> hits, bool isHashed, ReadOnlySpan<EntryTally> measures)
    {
        foreach (var rule in hits)
        {
            Rules[rule] = Rules[rule].With(size);
        }

        Hashed = isHashed ? Hashed.With(size) : Hashed;
        Measured = measures.IsEmpty ? Measured : Measured.With(size);
        foreach (var (pcr, bytes) in measures)
        {
            Pcrs[pcr] = Pcrs.GetValueOrDefault(pcr).With(new PcrTally(1, bytes));
        }
    }

    /// <summary>A new file begins, as far as failures are concerned.</summary>
    public void NextFile() => serial++;

    /// <summary>Counts a failure, once for a file.</summary>
    public void CountFailure(int rule, string cause, ReadOnlySpan<byte> path)
    {
        var known = failures.GetValueOrDefault((rule, cause));
        if (known.Files > 0 && known.Serial == serial)
        {
            return;
        }

        var example = known.Files == 0 || path.SequenceCompareTo(known.Example.Span) < 0 ? new ByteString(path) : known.Example;
        failures[(rule, cause)] = (known.Files + 1, example, serial);
    }

    /// <summary>True if a file is among the first in the order of bytes.</summary>
    public bool IsAmongFirst(ReadOnlySpan<byte> path, int count) => FirstFailing.Count < count || (count > 0 && path.SequenceCompareTo(FirstFailing.Keys[^1].Span) < 0);

    /// <summary>Keeps a file, and drops the last if there are too many.</summary>
    public void Keep(FailingFile file, int count)
    {
        FirstFailing[file.Path] = file;
        if (FirstFailing.Count > count)
        {
            FirstFailing.RemoveAt(count);
        }
    }

    /// <summary>The failures, those with the most files first.</summary>
    public IEnumerable<FailureTally> Failures => failures
        .Select(pair => new FailureTally(pair.Key.Rule, pair.Key.Cause, pair.Value.Files, pair.Value.Example))
        .OrderByDescending(failure => failure.Files).ThenBy(failure => failure.Rule).ThenBy(failure => failure.Cause, StringComparer.Ordinal);

    /// <summary>Adds what another thread has counted.</summary>
    public void Add(Tally other, int first)
    {
        Files += other.Files;
        Bytes += other.Bytes;
        Measured = Measured.With(other.Measured);
        Hashed = Hashed.With(other.Hashed);
        FailingFiles += other.FailingFiles;
        FailingAccesses += other.FailingAccesses;
        FixedFiles += other.FixedFiles;
        UncheckedContents += other.UncheckedContents;
        UncheckedSignatures += other.UncheckedSignatures;
        Unreadable += other.Unreadable;
        Vanished += other.Vanished;
        OtherFileSystems += other.OtherFileSystems;
        Loops += other.Loops;
        for (var rule = 0; rule < Rules.Length; rule++)
        {
            Rules[rule] = Rules[rule].With(other.Rules[rule]);
        }

        foreach (var (pcr, tally) in other.Pcrs)
        {
            Pcrs[pcr] = Pcrs.GetValueOrDefault(pcr).With(tally);
        }

        foreach (var (place, files) in other.WithoutXattrs)
        {
            WithoutXattrs[place] = WithoutXattrs.GetValueOrDefault(place) + files;
        }

        foreach (var (key, (files, example, _)) in other.failures)
        {
            var known = failures.GetValueOrDefault(key);
            failures[key] = (known.Files + files, known.Files == 0 || ByteOrder.Instance.Compare(example, known.Example) < 0 ? example : known.Example, -1);
        }

        foreach (var directory in other.ByBytes.Kept)
        {
            ByBytes.Offer(directory);
        }

        foreach (var directory in other.ByFiles.Kept)
        {
            ByFiles.Offer(directory);
        }

        foreach (var file in other.FirstFailing.Values)
        {
            Keep(file, first);
        }
    }
}
