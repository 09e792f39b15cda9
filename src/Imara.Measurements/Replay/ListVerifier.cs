using System.Collections.Immutable;
using Imara.Measurements.Lists;

namespace Imara.Measurements.Replay;

/// <summary>Judges a list against the PCR values of a TPM, in one pass and constant memory.</summary>
/// <remarks>
/// docs/reference/measurement-list.md 5 to 7, 12. Every bank that has values must agree, not just one. The verdict is the gravest of what
/// was found: malformed, mismatch, unproven, violations, proven. A list without a PCR to compare is unchecked, unless it is malformed or
/// altered in itself. Unproven also covers entries that no PCR can prove or whose template is unknown, a list whose head was deleted,
/// firmware PCRs whose initial value is not given, and a boot aggregate of which logs and values that were given do not tell whether it is right.
/// A boot aggregate that differs from the firmware's log is a mismatch.
/// </remarks>
public sealed class ListVerifier : IDisposable
{
    // Extended by firmware before IMA starts: without a boot event log their initial value is unknown.
    internal const int LastFirmwarePcr = 9;

    // The default of CONFIG_IMA_MEASURE_PCR_IDX, for lists whose first entry does not tell (7).
    private const int ImaPcr = 10;

    private readonly PcrValues? expected;
    private readonly ListVerifierOptions options;
    private readonly FindingLog findings;
    private readonly EntryDigests digests = new();
    private readonly bool[] isNamed = new bool[PcrBank.PcrCount];
    private readonly List<BankReplay> banks = [];
    private readonly EntryFindings entries;
    private readonly PcrValues firmware;
    private ListRecord? first;
    private long count;

    /// <summary>A verifier for one list.</summary>
    /// <param name="expected">Values read from the TPM; null: only the list itself is checked.</param>
    /// <param name="options">How.</param>
    public ListVerifier(PcrValues? expected = null, ListVerifierOptions? options = null)
    {
        this.expected = expected;
        this.options = options ?? new ListVerifierOptions();
        findings = new FindingLog(this.options.MaxFindings);
        entries = new EntryFindings(findings, digests, this.options.Signatures);
        firmware = this.options.Evidence?.ReplayFirmware() ?? new PcrValues();
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
        if (count == 0)
        {
            Begin(record);
        }

        var entry = record.Entry;
        digests.Reset(entry);
        entries.Add(record);
        if (PcrBank.IsAttestable(entry.Pcr))
        {
            isNamed[entry.Pcr] = true;
            foreach (var bank in banks)
            {
                bank.Extend(count, entry, digests);
            }
        }

        count++;
    }

    /// <summary>The verdict on the records that were added; called once, at the end.</summary>
    /// <param name="error">Why reading the list stopped before its end, if it did.</param>
    public ListVerification Finish(FormatError? error = null)
    {
        entries.Finish();
        if (error is { } reason)
        {
            findings.Add(new ListFinding(count, reason.Offset, ListFindingKind.MalformedList, reason.Message));
        }

        if (count == 0 && error is null)
        {
            findings.Add(ListFindingKind.ListTrimmed, "the list is empty; a kernel's has at least the boot aggregate");
        }

        var isTrimmed = FindHead();
        var compared = banks.ConvertAll(bank => Compare(bank, isTrimmed));
        long? attested = null;
        foreach (var pcr in compared.SelectMany(bank => bank.Pcrs).Where(pcr => pcr.Match is PcrMatch.Full or PcrMatch.Prefix))
        {
            attested = Math.Min(attested ?? count, pcr.AttestedEntries);
        }

        FindMissing(compared);
        var aggregate = JudgeAggregate(isTrimmed);
        var hasCompared = compared.Exists(bank => bank.Pcrs.Any(pcr => pcr.Match != PcrMatch.NotCompared));
        var ofAttested = VerdictOf(hasCompared, findings.WorstUpTo(attested is > 0 ? attested.Value : long.MaxValue));
        if (attested < count)
        {
            findings.Add(new ListFinding(
                attested, Offset: null, ListFindingKind.UnattestedEntries, $"{count - attested} of {count} entries are not in the PCRs"));
        }

        return new ListVerification
        {
            Entries = count,
            Verdict = VerdictOf(hasCompared, findings.Worst),
            AttestedVerdict = attested == 0 ? Max(ListVerdict.Unproven, ofAttested) : ofAttested,
            Aggregate = aggregate,
            AttestedEntries = attested,
            Violations = entries.Violations,
            Signatures = entries.Signatures,
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

    private static ListVerdict VerdictOf(bool hasCompared, ListVerdict worst) =>
        hasCompared || worst >= ListVerdict.Mismatch ? Max(ListVerdict.Proven, worst) : ListVerdict.Unchecked;

    private void AddBank(HashAlgo algo) =>
        banks.Add(new BankReplay(algo, expected?.Find(algo), options.Initial?.Find(algo), firmware.Find(algo)));

    private void Begin(in ListRecord record)
    {
        first = record;
        if (banks.Count == 0)
        {
            AddBank(record.Column.Algo);
        }
    }

    // 12: a list whose head was deleted cannot replay from zero to the PCR; one that does never had a boot aggregate.
    private bool FindHead()
    {
        if (first is not { } head || BootAggregate.IsNameOf(head.Entry) || options.Initial is not null)
        {
            return false;
        }

        var isWhole = banks.Exists(bank => bank.Best.HasMatched) && !banks.Exists(bank => bank.Best.Differs(isNamed) || IsImaPcrForgotten(bank));
        findings.AddAtFront(isWhole
            ? new ListFinding(head.Index, head.Offset, ListFindingKind.NoBootAggregate, "there is no boot aggregate: nothing ties the list to the firmware")
            : new ListFinding(head.Index, head.Offset, ListFindingKind.ListTrimmed, "the first entry is not the boot aggregate: the head of the list was deleted"));
        return !isWhole;
    }

    // What was measured into it may all have been deleted.
    private bool IsImaPcrForgotten(BankReplay bank) =>
        !isNamed[ImaPcr] && bank.Expected?.TryGet(ImaPcr, out var value) == true && value.Span.ContainsAnyExcept((byte)0);

    private BankComparison Compare(BankReplay bank, bool isTrimmed)
    {
        var replay = bank.Best;
        var pcrs = ImmutableArray.CreateBuilder<PcrComparison>();
        for (var pcr = 0; pcr < PcrBank.PcrCount; pcr++)
        {
            if (isNamed[pcr])
            {
                var comparison = replay.Compare(pcr, count, mustHaveEntries: pcr == first!.Value.Entry.Pcr);
                pcrs.Add(comparison);
                if (comparison.Match == PcrMatch.None)
                {
                    AddMismatch(bank, pcr, isTrimmed);
                }
            }
        }

        if (replay.Bank.Rule != ExtendRule.OwnDigest)
        {
            findings.Add(
                ListFindingKind.PaddedSha1, $"bank {HashAlgos.NameOf(bank.Algo)} is extended with SHA-1 digests filled up with zero bytes");
        }

        return new BankComparison(bank.Algo, replay.Bank.Rule, pcrs.ToImmutable());
    }

    private void AddMismatch(BankReplay bank, int pcr, bool isTrimmed)
    {
        var where = $"PCR {pcr} of bank {HashAlgos.NameOf(bank.Algo)}";
        var startsKnown = options.Initial?.Find(bank.Algo)?.TryGet(pcr, out _) == true;
        if (!startsKnown && pcr <= LastFirmwarePcr)
        {
            findings.Add(
                ListFindingKind.PcrNotVerifiable,
                options.Evidence?.Firmware is null
                    ? $"{where} is extended by firmware too, and its value before IMA is not given"
                    : $"{where} is extended by firmware too, and the firmware's log and the list do not give its value");
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
            if (isNamed[pcr] && expected is not null
                && !compared.Exists(bank => bank.Pcrs.Any(one => one.Pcr == pcr && one.Expected is not null)))
            {
                findings.Add(ListFindingKind.PcrMissing, $"no bank gives a value for PCR {pcr}, which the list names");
            }
        }
    }

    private AggregateFinding JudgeAggregate(bool isTrimmed)
    {
        foreach (var finding in options.Evidence?.Findings ?? [])
        {
            findings.Add(finding);
        }

        if (first is not { } head || !BootAggregate.IsNameOf(head.Entry))
        {
            return AggregateFinding.Unchecked(isTrimmed ? "the head of the list was deleted" : "the list has no boot aggregate");
        }

        var judged = AggregateJudge.Judge(head.Entry, options.Evidence, expected, pcr => isNamed[pcr]);
        var isAsked = options.Evidence?.Firmware is not null
            || (BootAggregate.TryRead(head.Entry, out var algo, out _) && expected?.Find(algo) is { } values && BootAggregate.IsCovered(values));
        if (judged.Reason is { } reason && (isAsked || judged.Verdict != AggregateVerdict.Unchecked))
        {
            findings.Add(
                judged.Verdict switch
                {
                    AggregateVerdict.Differs => ListFindingKind.BootAggregateMismatch,
                    AggregateVerdict.Matches => ListFindingKind.BootLogIncomplete,
                    _ => ListFindingKind.BootAggregateUnchecked,
                },
                reason);
        }

        foreach (var bank in judged.Unexplained.GroupBy(one => one.Bank))
        {
            var words = bank.All(one => one.IsOsSeparator) ? "; one extend with os-separator, as by systemd 261 and later, would" : string.Empty;
            findings.Add(
                ListFindingKind.PcrNotExplained,
                $"the logs of the boot do not give PCR {string.Join(", ", bank.Select(one => one.Pcr))} of bank {HashAlgos.NameOf(bank.Key)}{words}");
        }

        return judged;
    }
}
