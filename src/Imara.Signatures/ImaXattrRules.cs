namespace Imara.Signatures;

/// <summary>What the kernel makes of any bytes in security.ima, well formed or not.</summary>
/// <remarks>docs/reference/appraisal.md 1 and 5.3.</remarks>
public static class ImaXattrRules
{
    /// <summary>The first type that setxattr refuses in security.ima.</summary>
    private const byte FirstUnknownType = 0x07;

    /// <summary>The algorithm with which the kernel hashes the file before it looks at the value any further.</summary>
    /// <param name="value">The value; empty for a file that has none.</param>
    /// <param name="imaHash">The algorithm of <c>ima_hash=</c>.</param>
    /// <param name="v3ForFiles">True for kernels that know version 3 for type 03: 7.1 and later.</param>
    /// <param name="sha3">True for kernels that know the ids of SHA-3: 6.7 and later.</param>
    public static HashAlgo CollectAlgo(ReadOnlySpan<byte> value, HashAlgo imaHash, bool v3ForFiles, bool sha3 = true)
    {
        if (value.Length < 2)
        {
            return imaHash;
        }

        switch ((ImaXattrType)value[0])
        {
            case ImaXattrType.Signature when value[1] == 2 || (v3ForFiles && value[1] == 3):
            case ImaXattrType.VeritySignature when value[1] == 3:
                return value.Length > SignatureHeader.Size && IsKnown(value[2], sha3) ? (HashAlgo)value[2] : imaHash;
            case ImaXattrType.DigestNg:
                return IsKnown(value[1], sha3) ? (HashAlgo)value[1] : imaHash;
            case ImaXattrType.Digest when value.Length == 21:
                return value[17..].IndexOfAnyExcept((byte)0) < 0 ? HashAlgo.Md5 : HashAlgo.Sha1;
            case ImaXattrType.Digest when value.Length == 17:
                return HashAlgo.Md5;
            default:
                return imaHash;
        }
    }

    /// <summary>The algorithm that setxattr holds against what is allowed for new values.</summary>
    /// <returns>Null if the kernel answers <see cref="Errno.EINVAL"/>: an empty value or an unknown type.</returns>
    /// <inheritdoc cref="CollectAlgo"/>
    public static HashAlgo? SetxattrAlgo(ReadOnlySpan<byte> value, HashAlgo imaHash, bool v3ForFiles, bool sha3 = true) =>
        value.IsEmpty || value[0] >= FirstUnknownType ? null : CollectAlgo(value, imaHash, v3ForFiles, sha3);

    /// <summary>True if the value is a digest (type 01 or 04) and begins with this one; bytes after it are ignored.</summary>
    /// <param name="value">The value.</param>
    /// <param name="digest">The file's digest by <see cref="CollectAlgo"/>.</param>
    public static bool DigestMatches(ReadOnlySpan<byte> value, Digest digest)
    {
        var start = value.IsEmpty ? 0 : (ImaXattrType)value[0] switch
        {
            ImaXattrType.Digest => 1,
            ImaXattrType.DigestNg => 2,
            _ => 0,
        };
        return start > 0 && value.Length >= start && value[start..].StartsWith(digest.Bytes);
    }

    private static bool IsKnown(byte id, bool sha3) => HashAlgos.IsDefined(id) && (sha3 || id < (byte)HashAlgo.Sha3_256);
}
