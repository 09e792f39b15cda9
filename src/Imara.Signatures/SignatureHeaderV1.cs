using System.Buffers.Binary;

namespace Imara.Signatures;

/// <summary>The nineteen bytes before a signature of version 1 (RSA only, deprecated).</summary>
/// <param name="Timestamp">Seconds; in the byte order of the machine that signed, read here as little-endian. Part of what is signed.</param>
/// <param name="KeyAlgo">0: RSA.</param>
/// <param name="Hash">0 SHA-1, 1 SHA-256; the kernel does not use it.</param>
/// <param name="KeyId">Last eight bytes of the SHA-1 of the key blob, as a big-endian number.</param>
/// <param name="Numbers">Count of numbers that follow: 1.</param>
/// <param name="SignatureBits">Length of the signature in bits; big-endian in the header.</param>
/// <remarks>docs/reference/appraisal.md 2 (v1).</remarks>
public readonly record struct SignatureHeaderV1(uint Timestamp, byte KeyAlgo, byte Hash, ulong KeyId, byte Numbers, ushort SignatureBits)
{
    /// <summary>Size of the header in bytes, with the type of the xattr; the signature follows.</summary>
    public const int Size = 19;

    /// <summary>The part of the value that is signed together with the file's digest: offset 1, up to the count of numbers.</summary>
    internal static readonly Range SignedPart = 1..17;

    /// <summary>Length of the signature in bytes.</summary>
    public int SignatureLength => (SignatureBits + 7) / 8;

    /// <summary>Reads the header at the start of an xattr value of type 03 and checks that the signature is as long as it says.</summary>
    /// <param name="value">The whole value.</param>
    /// <param name="header">The header.</param>
    /// <param name="error">Where the value is wrong.</param>
    public static bool TryParse(ReadOnlySpan<byte> value, out SignatureHeaderV1 header, out FormatError error)
    {
        header = default;
        error = default;
        if (value.Length < Size)
        {
            error = new FormatError(value.Length, $"a signature header of version 1 has {Size} bytes");
            return false;
        }

        if (value[0] != (byte)ImaXattrType.Signature || value[1] != 1)
        {
            error = new FormatError(value[0] != (byte)ImaXattrType.Signature ? 0 : 1, "not a signature of version 1");
            return false;
        }

        var read = new SignatureHeaderV1(
            BinaryPrimitives.ReadUInt32LittleEndian(value[2..]),
            value[6],
            value[7],
            BinaryPrimitives.ReadUInt64BigEndian(value[8..]),
            value[16],
            BinaryPrimitives.ReadUInt16BigEndian(value[17..]));
        if (read.SignatureLength != value.Length - Size || read.SignatureLength == 0)
        {
            error = new FormatError(17, $"the header says {read.SignatureBits} bits of signature, {value.Length - Size} bytes follow");
            return false;
        }

        header = read;
        return true;
    }

    /// <summary>Writes the header, beginning with the type of the xattr, to the first nineteen bytes of <paramref name="destination"/>.</summary>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public void Write(Span<byte> destination)
    {
        if (destination.Length < Size)
        {
            throw new ArgumentException($"a signature header of version 1 has {Size} bytes", nameof(destination));
        }

        destination[0] = (byte)ImaXattrType.Signature;
        destination[1] = 1;
        BinaryPrimitives.WriteUInt32LittleEndian(destination[2..], Timestamp);
        destination[6] = KeyAlgo;
        destination[7] = Hash;
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], KeyId);
        destination[16] = Numbers;
        BinaryPrimitives.WriteUInt16BigEndian(destination[17..], SignatureBits);
    }
}
