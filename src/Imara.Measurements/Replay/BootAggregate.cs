using Imara.Hashing;

namespace Imara.Measurements.Replay;

/// <summary>The digest in the first entry: what the firmware had measured when IMA started.</summary>
/// <remarks>docs/reference/measurement-list.md 7.1.</remarks>
public static class BootAggregate
{
    /// <summary>True for the names that the entry has had.</summary>
    public static bool IsName(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("boot_aggregate"u8) || name.SequenceEqual("boot_aggregate_late"u8);

    /// <summary>True if the entry has one of these names.</summary>
    public static bool IsNameOf(MeasurementEntry entry) => entry.TryGetName(out var name) && IsName(name.Span);

    /// <summary>The bank that the kernel takes: the one of <c>ima_hash</c>, else SHA-256, else SHA-1; null if the TPM has none of them.</summary>
    public static BankValues? ChooseBank(HashAlgo imaHash, IReadOnlyList<BankValues> banks) =>
        Find(imaHash, banks) ?? Find(HashAlgo.Sha256, banks) ?? Find(HashAlgo.Sha1, banks);

    /// <summary>The digest for a template with a named algorithm; zero with the name of <paramref name="imaHash"/> if there is no bank.</summary>
    /// <param name="imaHash">The default hash of the kernel.</param>
    /// <param name="banks">Banks of the TPM, none without a TPM; a PCR that is missing counts as zero.</param>
    public static Digest Compute(HashAlgo imaHash, IReadOnlyList<BankValues> banks) =>
        ChooseBank(imaHash, banks) is { } bank ? Over(bank, LastPcr(bank.Algo)) : Digest.Zero(imaHash);

    /// <summary>The digest for field <c>d</c>: the SHA-1 bank's, or zero without that bank.</summary>
    public static Digest ComputeSha1(IReadOnlyList<BankValues> banks) =>
        Find(HashAlgo.Sha1, banks) is { } bank ? Over(bank, LastPcr(HashAlgo.Sha1)) : Digest.Zero(HashAlgo.Sha1);

    /// <summary>True if <paramref name="digest"/> is the aggregate of a bank as this or, before 5.8, as older kernels compute it.</summary>
    /// <remarks>A zero aggregate says that there was no TPM: it fits values of which none was ever extended, and no others.</remarks>
    public static bool Matches(BankValues bank, ReadOnlySpan<byte> digest) =>
        Over(bank, LastPcr(bank.Algo)).Bytes.SequenceEqual(digest) || Over(bank, 7).Bytes.SequenceEqual(digest)
        || (digest.IndexOfAnyExcept((byte)0) < 0 && IsUntouched(bank));

    /// <summary>True if every PCR is known that the aggregate covers.</summary>
    public static bool IsCovered(BankValues bank) =>
        Enumerable.Range(0, LastPcr(bank.Algo) + 1).All(pcr => bank.TryGet(pcr, out _));

    /// <summary>The algorithm and value of a boot aggregate entry; false if the entry is none.</summary>
    public static bool TryRead(MeasurementEntry entry, out HashAlgo algo, out ReadOnlyMemory<byte> digest)
    {
        algo = HashAlgo.Sha1;
        digest = default;
        if (!IsNameOf(entry) || !entry.TryGetFields(out var fields))
        {
            return false;
        }

        foreach (var field in fields)
        {
            if (field.Field == TemplateField.D)
            {
                digest = field.Value;
                return true;
            }

            if (field.Field is TemplateField.DNg or TemplateField.DNgV2)
            {
                var length = FieldText.SplitDigest(field.Value.Span, out var prefix).Length;
                digest = field.Value[^length..];
                var colon = prefix.TrimEnd((byte)':').LastIndexOf((byte)':');
                return !prefix.IsEmpty && HashAlgos.TryParse(prefix[(colon + 1)..^1], out algo);
            }
        }

        return false;
    }

    private static bool IsUntouched(BankValues bank) =>
        Enumerable.Range(0, LastPcr(bank.Algo) + 1).All(pcr => bank.TryGet(pcr, out var value) && value.Span.IndexOfAnyExcept((byte)0) < 0);

    private static int LastPcr(HashAlgo algo) => algo == HashAlgo.Sha1 ? 7 : 9;

    private static BankValues? Find(HashAlgo algo, IReadOnlyList<BankValues> banks) => banks.FirstOrDefault(bank => bank.Algo == algo);

    private static Digest Over(BankValues bank, int last)
    {
        using var hash = KernelHash.Create(bank.Algo);
        Span<byte> zero = stackalloc byte[HashAlgos.MaxDigestSize];
        zero.Clear();
        for (var pcr = 0; pcr <= last; pcr++)
        {
            hash.Append(bank.TryGet(pcr, out var value) ? value.Span : zero[..hash.DigestSize]);
        }

        return hash.Finish();
    }
}
