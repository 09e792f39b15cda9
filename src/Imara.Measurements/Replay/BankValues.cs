namespace Imara.Measurements.Replay;

/// <summary>PCR values of one bank; some may be missing.</summary>
public sealed class BankValues
{
    private readonly byte[]?[] values = new byte[]?[PcrBank.PcrCount];

    /// <summary>A bank without values.</summary>
    public BankValues(HashAlgo algo) => Algo = algo;

    /// <summary>Algorithm of the bank.</summary>
    public HashAlgo Algo { get; }

    /// <summary>The PCRs that have a value, ascending.</summary>
    public IEnumerable<int> Pcrs => Enumerable.Range(0, PcrBank.PcrCount).Where(pcr => values[pcr] is not null);

    /// <summary>The value of a PCR; false if it is not known, also for numbers that are no PCR.</summary>
    public bool TryGet(int pcr, out ReadOnlyMemory<byte> value)
    {
        var known = PcrBank.IsAttestable(pcr) ? values[pcr] : null;
        value = known;
        return known is not null;
    }

    /// <summary>Sets the value of a PCR.</summary>
    /// <param name="pcr">0 to 23.</param>
    /// <param name="value">As many bytes as the bank's digests have.</param>
    /// <exception cref="ArgumentException">The length is not the bank's.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such PCR.</exception>
    public void Set(int pcr, ReadOnlySpan<byte> value)
    {
        if (!PcrBank.IsAttestable(pcr))
        {
            throw new ArgumentOutOfRangeException(nameof(pcr), pcr, "PCRs are 0 to 23");
        }

        if (value.Length != HashAlgos.DigestSize(Algo))
        {
            throw new ArgumentException($"a PCR of bank {HashAlgos.NameOf(Algo)} has {HashAlgos.DigestSize(Algo)} bytes, not {value.Length}", nameof(value));
        }

        values[pcr] = value.ToArray();
    }
}
