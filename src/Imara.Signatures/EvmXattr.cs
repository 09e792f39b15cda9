using System.Diagnostics.CodeAnalysis;

namespace Imara.Signatures;

/// <summary>A decoded value of security.evm; nothing of the value is lost.</summary>
/// <remarks>docs/reference/appraisal.md 1, 2 and 4.</remarks>
public sealed class EvmXattr
{
    /// <summary>Size of an HMAC value with its type, in bytes.</summary>
    public const int HmacValueSize = 1 + EvmDigest.HmacSize;

    private EvmXattr(ReadOnlyMemory<byte> value) => Value = value;

    /// <summary>The whole value.</summary>
    public ReadOnlyMemory<byte> Value { get; }

    /// <summary>The first byte; may be a number that <see cref="ImaXattrType"/> lacks.</summary>
    public ImaXattrType Type => (ImaXattrType)Value.Span[0];

    /// <summary>The header of a signature (types 03 and 05) of version 2 or 3.</summary>
    public SignatureHeader? Header { get; private init; }

    /// <summary>The HMAC (type 02, 20 bytes), the signature (03, 05), or everything after the first byte of an unknown type or version.</summary>
    public ReadOnlyMemory<byte> Rest { get; private init; }

    /// <summary>Decodes a value.</summary>
    /// <param name="value">The value; kept, not copied.</param>
    /// <param name="xattr">The decoded value.</param>
    /// <param name="error">Where a value of a known type is malformed. Unknown types and versions are decoded as such.</param>
    public static bool TryParse(ReadOnlyMemory<byte> value, [NotNullWhen(true)] out EvmXattr? xattr, out FormatError error)
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
            case ImaXattrType.EvmHmac when bytes.Length != HmacValueSize:
                error = new FormatError(Math.Min(bytes.Length, HmacValueSize), $"an HMAC value has {HmacValueSize} bytes, not {bytes.Length}");
                return false;
            case ImaXattrType.Signature or ImaXattrType.EvmPortableSignature when bytes.Length < 2 || bytes[1] is 2 or 3:
                if (SignatureHeader.TryParse(bytes, out var header, out error))
                {
                    xattr = new EvmXattr(value) { Header = header, Rest = value[SignatureHeader.Size..] };
                }

                return xattr is not null;
            default:
                xattr = new EvmXattr(value) { Rest = value[1..] };
                return true;
        }
    }
}
