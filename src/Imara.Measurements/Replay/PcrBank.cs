using Imara.Hashing;

namespace Imara.Measurements.Replay;

/// <summary>The PCRs of one TPM bank, extended as the kernel extends them.</summary>
/// <remarks>docs/reference/measurement-list.md 6, 7. Extending allocates nothing. Not for use by two threads at once.</remarks>
public sealed class PcrBank : IDisposable
{
    /// <summary>Number of PCRs: 0 to 23.</summary>
    public const int PcrCount = 24;

    private readonly byte[] values;
    private readonly byte[] digest;
    private readonly int size;
    private readonly int onesSize;
    private readonly ContentHash hash;
    private readonly ContentHash entryHash;

    /// <summary>A bank as after a TPM start: 17 to 22 have every bit set, the others are zero.</summary>
    /// <param name="algo">Algorithm of the bank.</param>
    /// <param name="paddedSha1">True if the kernel cannot compute it and extends SHA-1 filled up with zero bytes instead.</param>
    public PcrBank(HashAlgo algo, bool paddedSha1 = false)
        : this(algo, paddedSha1 ? ExtendRule.PaddedSha1 : ExtendRule.OwnDigest)
    {
    }

    /// <summary>A bank that is extended by a given rule.</summary>
    public PcrBank(HashAlgo algo, ExtendRule rule)
    {
        Algo = algo;
        Rule = rule;
        size = HashAlgos.DigestSize(algo);
        onesSize = rule == ExtendRule.PaddedSha1AndViolation ? Math.Min(size, HashAlgos.DigestSize(HashAlgo.Sha1)) : size;
        values = new byte[PcrCount * size];
        values.AsSpan(17 * size, 6 * size).Fill(0xff);
        digest = new byte[size];
        hash = KernelHash.Create(algo);
        entryHash = rule == ExtendRule.OwnDigest ? hash : KernelHash.Create(HashAlgo.Sha1);
    }

    /// <summary>Algorithm of the bank.</summary>
    public HashAlgo Algo { get; }

    /// <summary>What an entry extends a PCR with.</summary>
    public ExtendRule Rule { get; }

    /// <summary>Entries of PCRs 24 to 63: in the list, but in no TPM.</summary>
    public long NotAttestable { get; private set; }

    /// <summary>True for the PCRs that a TPM has.</summary>
    public static bool IsAttestable(int pcr) => pcr is >= 0 and < PcrCount;

    /// <summary>The present value of a PCR, 0 to 23; changes with the next entry.</summary>
    public ReadOnlySpan<byte> Value(int pcr) => Slot(pcr);

    /// <summary>Sets a PCR, 0 to 23, to a value from elsewhere, such as a boot event log.</summary>
    /// <param name="pcr">The PCR.</param>
    /// <param name="value">As many bytes as the bank's digests have.</param>
    /// <exception cref="ArgumentException">The length is not the bank's.</exception>
    public void SetValue(int pcr, ReadOnlySpan<byte> value)
    {
        if (value.Length != size)
        {
            throw new ArgumentException($"a PCR of bank {HashAlgos.NameOf(Algo)} has {size} bytes, not {value.Length}", nameof(value));
        }

        value.CopyTo(Slot(pcr));
    }

    /// <summary>Extends the entry's PCR: with its template digest, or with 0xff bytes for a violation.</summary>
    public void Extend(MeasurementEntry entry)
    {
        if (!IsAttestable(entry.Pcr))
        {
            NotAttestable++;
        }
        else if (entry.IsViolation)
        {
            ExtendViolation(entry.Pcr);
        }
        else
        {
            entry.AppendHashed(entryHash);
            entryHash.Finish(digest);
            Extend(entry.Pcr, digest.AsSpan(0, entryHash.DigestSize));
        }
    }

    /// <summary>Extends a PCR with a digest, filled up with zero bytes.</summary>
    internal void Extend(int pcr, ReadOnlySpan<byte> with)
    {
        var padded = digest.AsSpan();
        with.CopyTo(padded);
        padded[with.Length..].Clear();
        var slot = Slot(pcr);
        hash.Append(slot);
        hash.Append(padded);
        hash.Finish(slot);
    }

    internal void ExtendViolation(int pcr)
    {
        Span<byte> ones = stackalloc byte[HashAlgos.MaxDigestSize];
        ones = ones[..onesSize];
        ones.Fill(0xff);
        Extend(pcr, ones);
    }

    /// <summary>Releases the native hash state.</summary>
    public void Dispose()
    {
        hash.Dispose();
        entryHash.Dispose();
    }

    private Span<byte> Slot(int pcr) => values.AsSpan(pcr * size, size);
}
