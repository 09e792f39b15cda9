using System.Buffers.Binary;

namespace Imara.Signatures;

/// <summary>The nine bytes before a signature of version 2 or 3.</summary>
/// <param name="Type">Type of the xattr: 03, 05 or 06.</param>
/// <param name="Version">2 or 3.</param>
/// <param name="AlgoId">Id of the hash algorithm; may be one that no kernel knows.</param>
/// <param name="KeyId">Last four bytes of the key's SKID, as a big-endian number.</param>
/// <param name="SignatureLength">Length of the signature in bytes; big-endian in the header.</param>
/// <remarks>docs/reference/appraisal.md 2.</remarks>
public readonly record struct SignatureHeader(ImaXattrType Type, byte Version, byte AlgoId, uint KeyId, ushort SignatureLength)
{
    /// <summary>Size of the header in bytes; the signature follows.</summary>
    public const int Size = 9;

    /// <summary>The hash algorithm; null for an id that is out of range.</summary>
    public HashAlgo? Algo => HashAlgos.IsDefined(AlgoId) ? (HashAlgo)AlgoId : null;

    /// <summary>Reads the header at the start of an xattr value and checks that the signature is as long as it says.</summary>
    /// <param name="value">The whole value.</param>
    /// <param name="header">The header.</param>
    /// <param name="error">Where the value is wrong.</param>
    public static bool TryParse(ReadOnlySpan<byte> value, out SignatureHeader header, out FormatError error)
    {
        header = default;
        error = default;
        if (value.Length < Size)
        {
            error = new FormatError(value.Length, $"a signature header has {Size} bytes");
            return false;
        }

        if (value[1] is not (2 or 3))
        {
            error = new FormatError(1, $"signature version {value[1]} is not 2 or 3");
            return false;
        }

        var length = BinaryPrimitives.ReadUInt16BigEndian(value[7..]);
        if (length != value.Length - Size || length == 0)
        {
            error = new FormatError(7, length == 0 && value.Length == Size ? "an empty signature" : $"the header says {length} bytes of signature, {value.Length - Size} follow");
            return false;
        }

        header = new SignatureHeader((ImaXattrType)value[0], value[1], value[2], BinaryPrimitives.ReadUInt32BigEndian(value[3..]), length);
        return true;
    }

    /// <summary>Writes the header to the first nine bytes of <paramref name="destination"/>.</summary>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public void Write(Span<byte> destination)
    {
        if (destination.Length < Size)
        {
            throw new ArgumentException($"a signature header has {Size} bytes", nameof(destination));
        }

        destination[0] = (byte)Type;
        destination[1] = Version;
        destination[2] = AlgoId;
        BinaryPrimitives.WriteUInt32BigEndian(destination[3..], KeyId);
        BinaryPrimitives.WriteUInt16BigEndian(destination[7..], SignatureLength);
    }
}
