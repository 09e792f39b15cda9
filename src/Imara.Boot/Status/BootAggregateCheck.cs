using System.Collections.Immutable;
using Imara.Measurements.Lists;
using Imara.Measurements.Replay;

namespace Imara.Boot.Status;

/// <summary>The first list entry against the TPM.</summary>
/// <param name="Verdict">The answer.</param>
/// <param name="Algo">The algorithm of the entry; null: there is no such entry.</param>
/// <param name="Digest">Its digest.</param>
/// <param name="Banks">The banks whose PCRs can be read.</param>
/// <param name="Reason">Why it could not be compared, or where to look; null: nothing to say.</param>
/// <param name="Remarks">What the logs of the boot leave open though the answer does not depend on it.</param>
/// <remarks>docs/reference/measurement-list.md 7.1, 7.2.</remarks>
public sealed record BootAggregateCheck(
    BootAggregateVerdict Verdict, HashAlgo? Algo, ReadOnlyMemory<byte> Digest, ImmutableArray<HashAlgo> Banks, string? Reason, ImmutableArray<string> Remarks)
{
    /// <summary>True if the firmware's log gave the answer, false if PCRs did, or nothing.</summary>
    public bool IsByLog { get; init; }

    /// <summary>Compares.</summary>
    /// <param name="listStart">The beginning of the binary list; null: it could not be read.</param>
    /// <param name="hasTpm">There is a TPM now.</param>
    /// <param name="pcrs">What its PCRs hold.</param>
    /// <param name="evidence">The logs of the boot.</param>
    public static BootAggregateCheck Of(ReadOnlyMemory<byte>? listStart, bool hasTpm, PcrValues pcrs, BootEvidence evidence)
    {
        ImmutableArray<HashAlgo> banks = [.. pcrs.Banks.Select(bank => bank.Algo)];
        if (listStart is not { Length: > 0 } list)
        {
            return Not("the measurement list could not be read");
        }

        var reader = MeasurementListReader.Open(new MemoryStream(list.ToArray(), writable: false));
        if (!reader.TryRead(out var record))
        {
            return Not("the first entry could not be read");
        }

        if (!BootAggregate.IsNameOf(record.Entry))
        {
            return new BootAggregateCheck(BootAggregateVerdict.Trimmed, null, default, banks, "the first entry is no boot_aggregate: the head of the list was deleted", []);
        }

        if (!BootAggregate.TryRead(record.Entry, out var algo, out var digest))
        {
            return Not("the first entry names no hash that is known");
        }

        var check = new BootAggregateCheck(BootAggregateVerdict.Unchecked, algo, digest.ToArray(), banks, null, []);
        if (!digest.Span.ContainsAnyExcept((byte)0))
        {
            var reason = hasTpm ? "there is a TPM, but it came too late for IMA, or has no bank that IMA takes" : null;
            return check with { Verdict = BootAggregateVerdict.NoTpm, Reason = reason };
        }

        if (!hasTpm)
        {
            return check with { Reason = "there was a TPM when IMA started, and there is none now" };
        }

        var judged = AggregateJudge.Judge(record.Entry, evidence, pcrs, pcr => pcr == record.Entry.Pcr);
        return check with { Verdict = VerdictOf(judged.Verdict), Reason = judged.Reason, Remarks = RemarksOf(judged, evidence), IsByLog = judged.IsByLog };

        BootAggregateCheck Not(string why) => new(BootAggregateVerdict.Unchecked, null, default, banks, why, []);
    }

    private static BootAggregateVerdict VerdictOf(AggregateVerdict verdict) => verdict switch
    {
        AggregateVerdict.Matches => BootAggregateVerdict.Matches,
        AggregateVerdict.Differs => BootAggregateVerdict.Differs,
        _ => BootAggregateVerdict.Unchecked,
    };

    // Rules of the policy may have other PCRs extended; the firmware's own are 0 to 9.
    private static ImmutableArray<string> RemarksOf(AggregateFinding judged, BootEvidence evidence) =>
    [
        .. evidence.Findings.Select(finding => finding.Message),
        .. judged.Unexplained.Where(one => one.Pcr <= 9).GroupBy(one => one.Bank).Select(bank =>
            $"the logs of the boot do not give PCR {string.Join(", ", bank.Select(one => one.Pcr))} of bank {HashAlgos.NameOf(bank.Key)}"
            + (bank.All(one => one.IsOsSeparator) ? "; systemd's extend with os-separator, which is not in its log, would" : "; a rule of the policy or somebody else extends it")),
    ];
}
