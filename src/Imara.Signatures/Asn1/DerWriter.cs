using System.Buffers.Binary;

namespace Imara.Signatures.Asn1;

/// <summary>Writes DER from the inside out; the mirror image of <see cref="DerReader"/>.</summary>
internal static class DerWriter
{
    /// <summary>NULL.</summary>
    public static ReadOnlySpan<byte> Null => [0x05, 0x00];

    /// <summary>One element around its content bytes.</summary>
    public static byte[] Element(byte tag, ReadOnlySpan<byte> content)
    {
        if (content.Length < 0x80)
        {
            return [tag, (byte)content.Length, .. content];
        }

        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, content.Length);
        length = length.TrimStart((byte)0);
        return [tag, (byte)(0x80 | length.Length), .. length, .. content];
    }

    /// <summary>INTEGER from an unsigned big-endian number.</summary>
    public static byte[] Number(ReadOnlySpan<byte> number)
    {
        var digits = number.TrimStart((byte)0);
        return digits.IsEmpty || digits[0] >= 0x80 ? Element(DerTag.Integer, [0, .. digits]) : Element(DerTag.Integer, digits);
    }

    /// <summary>SEQUENCE of an OBJECT IDENTIFIER, as content bytes, and encoded parameters.</summary>
    public static byte[] Algorithm(ReadOnlySpan<byte> oid, ReadOnlySpan<byte> parameters) =>
        Element(DerTag.Sequence, [.. Element(DerTag.ObjectIdentifier, oid), .. parameters]);

    /// <summary>SubjectPublicKeyInfo (RFC 5280 4.1) from its encoded algorithm and the whole bytes of subjectPublicKey.</summary>
    public static byte[] Spki(ReadOnlySpan<byte> algorithm, ReadOnlySpan<byte> keyBits) =>
        Element(DerTag.Sequence, [.. algorithm, .. Element(DerTag.BitString, [0, .. keyBits])]);
}
