using System.Collections.Immutable;
using Imara.Hashing;

namespace Imara.Measurements.Replay;

/// <summary>Judges a boot aggregate by the order of trust: the firmware's log first, then PCR values; without either nothing is known.</summary>
/// <remarks>
/// docs/reference/measurement-list.md 7.1, 7.2. The record itself is in its PCR, so a log that gives it is the log of that boot. systemd extends PCRs 0 to 9 after
/// IMA started, and an extend cannot be undone: PCR values that give another aggregate say nothing against the record.
/// </remarks>
public static class AggregateJudge
{
    // Firmware, boot loader and systemd extend these; 16 and above belong to debuggers and late launch.
    private const int LastExplained = 15;

    /// <summary>Judges the first entry of a list.</summary>
    /// <param name="first">The entry.</param>
    /// <param name="evidence">The logs; null: none.</param>
    /// <param name="values">PCR values of the TPM; null: none.</param>
    /// <param name="isOwnPcr">PCRs that the list itself extends.</param>
    public static AggregateFinding Judge(MeasurementEntry first, BootEvidence? evidence, PcrValues? values, Func<int, bool> isOwnPcr)
    {
        if (!BootAggregate.TryRead(first, out var algo, out var digest))
        {
            return AggregateFinding.Unchecked("the first entry is no boot aggregate, or names no hash that is known");
        }

        var firmware = evidence?.ReplayFirmware() ?? new PcrValues();
        var isLegacy = first.TryGetFields(out var fields) && fields.Any(field => field.Field == TemplateField.D);
        var byLog = JudgeByLog(algo, digest.Span, isLegacy, evidence, firmware);
        var byValues = values?.Find(algo) is { } bank && BootAggregate.IsCovered(bank) && !Enumerable.Range(0, 10).Any(isOwnPcr)
            ? BootAggregate.Matches(bank, digest.Span)
            : (bool?)null;
        var (verdict, reason) = (byLog, byValues) switch
        {
            (true, _) => (AggregateVerdict.Matches, null),
            (false, true) => (AggregateVerdict.Matches, "the firmware's log gives another boot aggregate than its PCRs do: it is not whole, or not of this boot"),
            (null, true) => (AggregateVerdict.Matches, null),
            (false, _) => (AggregateVerdict.Differs, $"the firmware's log gives another boot aggregate in bank {HashAlgos.NameOf(algo)}: another boot, or a changed log"),
            (null, false) => (
                AggregateVerdict.Unchecked,
                $"PCRs 0 to 9 of bank {HashAlgos.NameOf(algo)} do not give the boot aggregate: extended after IMA started, as systemd 259 and later does, or another boot"),
            _ => (AggregateVerdict.Unchecked, WhyNothing(algo, evidence)),
        };
        return new AggregateFinding(verdict, reason, evidence?.Firmware is null || values is null ? [] : FindUnexplained(evidence, values, isOwnPcr))
        {
            IsByLog = byLog == (verdict == AggregateVerdict.Matches),
        };
    }

    // Null: the log does not say it.
    private static bool? JudgeByLog(HashAlgo algo, ReadOnlySpan<byte> digest, bool isLegacy, BootEvidence? evidence, PcrValues firmware)
    {
        if (evidence?.Firmware is not { } log)
        {
            return null;
        }

        if (firmware.Find(algo) is { } bank)
        {
            return BootAggregate.Matches(bank, digest);
        }

        // 7.1: a TPM without a bank that the kernel takes gives a zero aggregate; the log names every bank.
        var isZeroExpected = log.IsCryptoAgile && (isLegacy || !log.Algorithms.Any(named => named == algo || named is HashAlgo.Sha256 or HashAlgo.Sha1));
        return isZeroExpected && digest.IndexOfAnyExcept((byte)0) < 0 ? true : null;
    }

    private static string WhyNothing(HashAlgo algo, BootEvidence? evidence) =>
        evidence?.Firmware is not null ? $"the firmware's log has nothing about bank {HashAlgos.NameOf(algo)}, which the boot aggregate is of"
            : $"neither the firmware's log nor PCRs 0 to 9 of bank {HashAlgos.NameOf(algo)} are given";

    private static ImmutableArray<UnexplainedPcr> FindUnexplained(BootEvidence evidence, PcrValues values, Func<int, bool> isOwnPcr)
    {
        var unexplained = ImmutableArray.CreateBuilder<UnexplainedPcr>();
        foreach (var replayed in evidence.ReplayAll().Banks)
        {
            foreach (var pcr in values.Find(replayed.Algo)?.Pcrs ?? [])
            {
                if (pcr <= LastExplained && !isOwnPcr(pcr) && replayed.TryGet(pcr, out var value)
                    && values.Find(replayed.Algo)!.TryGet(pcr, out var live) && !live.Span.SequenceEqual(value.Span))
                {
                    unexplained.Add(new UnexplainedPcr(replayed.Algo, pcr, IsOsSeparator(replayed.Algo, value.Span, live.Span)));
                }
            }
        }

        return unexplained.ToImmutable();
    }

    private static bool IsOsSeparator(HashAlgo algo, ReadOnlySpan<byte> before, ReadOnlySpan<byte> after)
    {
        using var bank = new PcrBank(algo);
        bank.SetValue(0, before);
        bank.Extend(0, KernelHash.Compute(algo, "os-separator"u8).Bytes);
        return bank.Value(0).SequenceEqual(after);
    }
}
