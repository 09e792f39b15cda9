using System.Collections.Immutable;
using Imara.Measurements.Lists;

namespace Imara.Measurements.Replay;

/// <summary>Judges a list against the PCR values of a TPM, in one pass and constant memory.</summary>
/// <remarks>
/// docs/reference/measurement-list.md 5 to 7, 12. Every bank that has values must agree, not just one. The verdict is the gravest of what was
/// found: malformed, mismatch, unproven, violations, proven. A list without a PCR to compare is unchecked, unless it is malformed or altered in
/// itself. Unproven also covers entries that no PCR can prove or whose template is unknown, a list whose head was deleted, firmware PCRs whose initial value is not given, and a
/// boot aggregate that is not the one of the given PCRs.
/// </remarks>
public sealed class ListVerifier : IDisposable
{
    // Extended by firmware before IMA starts: without a boot event log their initial value is unknown.
    private const int LastFirmwarePcr = 9;

    private readonly PcrValues? expected;
    private readonly ListVerifierOptions options;
    private readonly FindingLog findings;
    private readonly EntryDigests digests = new();
    private readonly bool[] isNamed = new bool[PcrBank.PcrCount];
    private readonly List<BankReplay> banks = [];
    private MeasurementEntry? first;
    private long count;
    private long violations;
    private bool isTrimmed;

    /// <summary>A verifier for one list.</summary>
    /// <param name="expected">Values read from the TPM; null: only the list itself is checked.</param>
    /// <param name="options">How.</param>
    public ListVerifier(PcrValues? expected = null, ListVerifierOptions? options = null)
    {
        this.expected = expected;
        this.options = options ?? new ListVerifierOptions();
        findings = new FindingLog(this.options.MaxFindings);
        foreach (var algo in this.options.Banks.IsEmpty ? (expected?.Banks ?? []).Select(bank => bank.Algo) : this.options.Banks)
        {
            AddBank(algo);
        }
    }

    /// <summary>Verifies everything that a reader gives.</summary>
    public static ListVerification Verify(MeasurementListReader list, PcrValues? expected = null, ListVerifierOptions? options = null)
    {
        using var verifier = new ListVerifier(expected, options);
        while (list.TryRead(out var record))
        {
            verifier.Add(record);
        }

        return verifier.Finish(list.Error);
    }

    /// <summary>Takes the next record of the list.</summary>
    public void Add(in ListRecord record)
    {
        var entry = record.Entry;
        if (count == 0)
        {
            Begin(record);
        }

        digests.Reset(entry);
        if (entry.IsViolation)
        {
            violations++;
            if (entry.HasZeroDigest())
            {
                findings.Add(record, ListFindingKind.Violation, $"{NameOf(entry)} was written while it was being measured");
            }
            else
            {
                findings.Add(record, ListFindingKind.MalformedViolation, $"the template digest of {NameOf(entry)} is zero, but its file digest is not");
            }
        }
        else if (!ColumnMatches(record))
        {
            findings.Add(record, ListFindingKind.DigestMismatch, $"the template digest of {NameOf(entry)} is not the one of its data");
        }

        if (entry.Template is null)
        {
            findings.Add(record, ListFindingKind.UnknownTemplate, $"template {EntryDescription.Escape(entry.TemplateName)} is unknown");
        }
        else if (!entry.HasWholeFields())
        {
            findings.Add(record, ListFindingKind.MalformedData, $"the template data does not consist of the fields of {entry.TemplateName}");
        }

        if (!PcrBank.IsAttestable(entry.Pcr))
        {
            findings.Add(record, ListFindingKind.NotAttestable, $"PCR {entry.Pcr} of {NameOf(entry)} exists in no TPM");
        }
        else
        {
            isNamed[entry.Pcr] = true;
            foreach (var bank in banks)
            {
                bank.Extend(count, entry, digests);
            }
        }

        count++;
    }

    /// <summary>The verdict on the records so far.</summary>
    /// <param name="error">Why reading the list stopped before its end, if it did.</param>
    public ListVerification Finish(FormatError? error = null)
    {
        if (error is { } reason)
        {
            findings.Add(new ListFinding(count, reason.Offset, ListFindingKind.MalformedList, reason.Message));
        }

        if (count == 0 && error is null)
        {
            findings.Add(ListFindingKind.ListTrimmed, "the list is empty; a kernel's has at least the boot aggregate");
        }

        var compared = banks.ConvertAll(Compare);
        long? attested = null;
        foreach (var pcr in compared.SelectMany(bank => bank.Pcrs).Where(pcr => pcr.Match is PcrMatch.Full or PcrMatch.Prefix))
        {
            attested = Math.Min(attested ?? count, pcr.AttestedEntries);
        }

        if (attested < count)
        {
            findings.Add(new ListFinding(
                attested, Offset: null, ListFindingKind.UnattestedEntries, $"{count - attested} of {count} entries are not in the PCRs"));
        }

        FindMissing(compared);
        CheckBootAggregate();
        var hasCompared = compared.Any(bank => bank.Pcrs.Any(pcr => pcr.Match != PcrMatch.NotCompared));
        return new ListVerification
        {
            Entries = count,
            Verdict = hasCompared || findings.Worst >= ListVerdict.Mismatch ? Max(ListVerdict.Proven, findings.Worst) : ListVerdict.Unchecked,
            AttestedEntries = attested,
            Violations = violations,
            Banks = [.. compared],
            Findings = findings.Findings,
            OmittedFindings = findings.Omitted,
        };
    }

    /// <summary>Releases the native hash state.</summary>
    public void Dispose()
    {
        digests.Dispose();
        banks.ForEach(bank => bank.Dispose());
    }

    private static ListVerdict Max(ListVerdict one, ListVerdict other) => one > other ? one : other;

    private static string NameOf(MeasurementEntry entry) =>
        entry.TryGetName(out var name) ? EntryDescription.Escape(name.Span) : $"an entry of template {EntryDescription.Escape(entry.TemplateName)}";

    private void AddBank(HashAlgo algo) => banks.Add(new BankReplay(algo, expected?.Find(algo), options.Initial?.Find(algo)));

    private void Begin(in ListRecord record)
    {
        first = record.Entry;
        if (banks.Count == 0)
        {
            AddBank(record.Column.Algo);
        }

        isTrimmed = first.TryGetName(out var name) && !BootAggregate.IsName(name.Span);
        if (isTrimmed && options.Initial is null)
        {
            findings.Add(record, ListFindingKind.ListTrimmed, "the first entry is not the boot aggregate: the head of the list was deleted");
        }
    }

    private bool ColumnMatches(in ListRecord record)
    {
        var column = record.Digest.Span;
        var digest = digests.Of(record.Column.PaddedSha1 ? HashAlgo.Sha1 : record.Column.Algo);
        return column.Length >= digest.Length && column[..digest.Length].SequenceEqual(digest)
            && !column[digest.Length..].ContainsAnyExcept((byte)0);
    }

    private BankComparison Compare(BankReplay bank)
    {
        var replay = bank.Best;
        var pcrs = ImmutableArray.CreateBuilder<PcrComparison>();
        for (var pcr = 0; pcr < PcrBank.PcrCount; pcr++)
        {
            if (isNamed[pcr])
            {
                var comparison = replay.Compare(pcr, count, mustHaveEntries: pcr == first!.Pcr);
                pcrs.Add(comparison);
                if (comparison.Match == PcrMatch.None)
                {
                    AddMismatch(bank, pcr);
                }
            }
        }

        if (replay.Bank.Rule != ExtendRule.OwnDigest)
        {
            findings.Add(ListFindingKind.PaddedSha1, $"bank {HashAlgos.NameOf(bank.Algo)} is extended with SHA-1 digests filled up with zero bytes");
        }

        return new BankComparison(bank.Algo, replay.Bank.Rule, pcrs.ToImmutable());
    }

    private void AddMismatch(BankReplay bank, int pcr)
    {
        var where = $"PCR {pcr} of bank {HashAlgos.NameOf(bank.Algo)}";
        var startsKnown = options.Initial?.Find(bank.Algo)?.TryGet(pcr, out _) == true;
        if (!startsKnown && pcr <= LastFirmwarePcr)
        {
            findings.Add(ListFindingKind.PcrNotVerifiable, $"{where} is extended by firmware too, and its value before IMA is not given");
        }
        else if (!startsKnown && isTrimmed)
        {
            findings.Add(ListFindingKind.PcrNotVerifiable, $"{where} covers entries that were deleted from the list");
        }
        else
        {
            findings.Add(ListFindingKind.PcrMismatch, $"{where} does not correspond to any prefix of the list");
        }
    }

    private void FindMissing(List<BankComparison> compared)
    {
        foreach (var bank in banks.Where(bank => bank.Expected is null && expected is not null))
        {
            findings.Add(ListFindingKind.PcrMissing, $"no values are given for bank {HashAlgos.NameOf(bank.Algo)}");
        }

        for (var pcr = 0; pcr < PcrBank.PcrCount; pcr++)
        {
            if (isNamed[pcr] && expected is not null && !compared.Exists(bank => bank.Pcrs.Any(one => one.Pcr == pcr && one.Expected is not null)))
            {
                findings.Add(ListFindingKind.PcrMissing, $"no bank gives a value for PCR {pcr}, which the list names");
            }
        }
    }

    // Only where the PCRs it covers are all given and the list itself extends none of them.
    private void CheckBootAggregate()
    {
        if (first is not null && expected is not null && !isTrimmed && !isNamed.AsSpan(0, LastFirmwarePcr + 1).Contains(true)
            && BootAggregate.TryRead(first, out var algo, out var digest)
            && expected.Find(algo) is { } bank && BootAggregate.IsCovered(bank) && !BootAggregate.Matches(bank, digest.Span))
        {
            findings.Add(ListFindingKind.BootAggregateMismatch,
                $"PCRs 0 to {LastFirmwarePcr} of bank {HashAlgos.NameOf(algo)} are not what the boot aggregate covers: extended later, or another boot");
        }
    }
}
