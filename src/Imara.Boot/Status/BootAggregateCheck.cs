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
/// <remarks>docs/reference/measurement-list.md 7.1.</remarks>
public sealed record BootAggregateCheck(BootAggregateVerdict Verdict, HashAlgo? Algo, ReadOnlyMemory<byte> Digest, ImmutableArray<HashAlgo> Banks, string? Reason)
{
    /// <summary>Compares.</summary>
    /// <param name="listStart">The beginning of the binary list; null: it could not be read.</param>
    /// <param name="hasTpm">There is a TPM now.</param>
    /// <param name="pcrs">What its PCRs hold.</param>
    public static BootAggregateCheck Of(ReadOnlyMemory<byte>? listStart, bool hasTpm, PcrValues pcrs)
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

        if (!record.Entry.TryGetName(out var name) || !BootAggregate.IsName(name.Span))
        {
            return new BootAggregateCheck(BootAggregateVerdict.Trimmed, null, default, banks, "the first entry is no boot_aggregate: the head of the list was deleted");
        }

        if (!BootAggregate.TryRead(record.Entry, out var algo, out var digest))
        {
            return Not("the first entry names no hash that is known");
        }

        var (verdict, reason) = Compare(algo, digest.Span, hasTpm, pcrs.Find(algo));
        return new BootAggregateCheck(verdict, algo, digest.ToArray(), banks, reason);

        BootAggregateCheck Not(string why) => new(BootAggregateVerdict.Unreadable, null, default, banks, why);
    }

    private static (BootAggregateVerdict, string?) Compare(HashAlgo algo, ReadOnlySpan<byte> digest, bool hasTpm, BankValues? bank)
    {
        if (digest.IndexOfAnyExcept((byte)0) < 0)
        {
            return (BootAggregateVerdict.NoTpm, hasTpm ? "there is a TPM, but it came too late for IMA, or has no bank that IMA takes" : null);
        }

        if (!hasTpm)
        {
            return (BootAggregateVerdict.Unreadable, "there was a TPM when IMA started, and there is none now");
        }

        if (bank is null || !BootAggregate.IsCovered(bank))
        {
            return (BootAggregateVerdict.Unreadable, $"not every PCR from 0 to 9 of bank {HashAlgos.NameOf(algo)} could be read");
        }

        return BootAggregate.Matches(bank, digest) ? (BootAggregateVerdict.Matches, null)
            : (BootAggregateVerdict.Differs, "a PCR from 0 to 9 was extended after IMA started, or the list is not of this boot");
    }
}
