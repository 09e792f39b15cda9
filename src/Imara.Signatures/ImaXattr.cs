using System.Diagnostics.CodeAnalysis;

namespace Imara.Signatures;

/// <summary>A decoded value of security.ima; nothing of the value is lost.</summary>
/// <remarks>docs/reference/appraisal.md 1 and 2. What the kernel does with a value that is not well formed: <see cref="ImaXattrRules"/>.</remarks>
public sealed class ImaXattr
{
    private ImaXattr(ReadOnlyMemory<byte> value) => Value = value;

    /// <summary>The whole value.</summary>
    public ReadOnlyMemory<byte> Value { get; }

    /// <summary>The first byte; may be a number that <see cref="ImaXattrType"/> lacks.</summary>
    public ImaXattrType Type => (ImaXattrType)Value.Span[0];

    /// <summary>True for a type and version that security.ima may have.</summary>
    public bool IsKnown => Digest is not null || Header is not null || HeaderV1 is not null;

    /// <summary>The digest of types 01 and 04.</summary>
    public Digest? Digest { get; private init; }

    /// <summary>The header of a signature of version 2 or 3.</summary>
    public SignatureHeader? Header { get; private init; }

    /// <summary>The header of a signature of version 1.</summary>
    public SignatureHeaderV1? HeaderV1 { get; private init; }

    /// <summary>What follows the header: signature bytes; after a digest bytes that the kernel ignores; of an unknown type everything after the first byte.</summary>
    public ReadOnlyMemory<byte> Rest { get; private init; }

    /// <summary>Decodes a value.</summary>
    /// <param name="value">The value; kept, not copied.</param>
    /// <param name="xattr">The decoded value.</param>
    /// <param name="error">Where a value of a known type is malformed. Unknown types and versions are decoded as such.</param>
    public static bool TryParse(ReadOnlyMemory<byte> value, [NotNullWhen(true)] out ImaXattr? xattr, out FormatError error)
    {
        xattr = null;
        error = default;
        var bytes = value.Span;
        if (bytes.IsEmpty)
        {
            error = new FormatError(0, "an empty value");
            return false;
        }

        switch ((ImaXattrType)bytes[0])
        {
            case ImaXattrType.Digest:
                return TryParseLegacy(value, out xattr, out error);
            case ImaXattrType.DigestNg:
                return TryParseNg(value, out xattr, out error);
            case ImaXattrType.Signature when bytes.Length > 1 && bytes[1] == 1:
                if (SignatureHeaderV1.TryParse(bytes, out var version1, out error))
                {
                    xattr = new ImaXattr(value) { HeaderV1 = version1, Rest = value[SignatureHeaderV1.Size..] };
                }

                return xattr is not null;
            case ImaXattrType.Signature or ImaXattrType.VeritySignature when bytes.Length < 2 || bytes[1] is 2 or 3:
                if (SignatureHeader.TryParse(bytes, out var header, out error))
                {
                    xattr = new ImaXattr(value) { Header = header, Rest = value[SignatureHeader.Size..] };
                }

                return xattr is not null;
            default:
                xattr = new ImaXattr(value) { Rest = value[1..] };
                return true;
        }
    }

    // 20 bytes are SHA-1 unless the last four are zero: then it is an MD5 digest in the place of a SHA-1 digest.
    private static bool TryParseLegacy(ReadOnlyMemory<byte> value, out ImaXattr? xattr, out FormatError error)
    {
        error = default;
        xattr = null;
        var digest = value.Span[1..];
        if (digest.Length is not (16 or 20))
        {
            error = new FormatError(Math.Min(digest.Length, 20) + 1, $"a digest of {digest.Length} bytes where 16 or 20 are possible");
            return false;
        }

        var algo = digest.Length == 16 || digest[16..].IndexOfAnyExcept((byte)0) < 0 ? HashAlgo.Md5 : HashAlgo.Sha1;
        var size = HashAlgos.DigestSize(algo);
        xattr = new ImaXattr(value) { Digest = new Digest(algo, digest[..size]), Rest = value[(1 + size)..] };
        return true;
    }

    private static bool TryParseNg(ReadOnlyMemory<byte> value, out ImaXattr? xattr, out FormatError error)
    {
        error = default;
        xattr = null;
        var bytes = value.Span;
        if (bytes.Length < 2 || !HashAlgos.IsDefined(bytes[1]))
        {
            error = new FormatError(1, bytes.Length < 2 ? "the id of the hash algorithm is missing" : $"{bytes[1]} is not the id of a hash algorithm");
            return false;
        }

        var algo = (HashAlgo)bytes[1];
        var size = HashAlgos.DigestSize(algo);
        if (bytes.Length < 2 + size)
        {
            error = new FormatError(bytes.Length, $"a {HashAlgos.NameOf(algo)} digest has {size} bytes, {bytes.Length - 2} are there");
            return false;
        }

        xattr = new ImaXattr(value) { Digest = new Digest(algo, bytes.Slice(2, size)), Rest = value[(2 + size)..] };
        return true;
    }
}
