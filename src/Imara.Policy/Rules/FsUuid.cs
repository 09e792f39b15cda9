using System.Buffers.Binary;

namespace Imara.Policy.Rules;

/// <summary>A superblock UUID: 16 bytes in the order of the text, no byte order of its own.</summary>
/// <param name="High">Bytes 0 to 7, big-endian.</param>
/// <param name="Low">Bytes 8 to 15, big-endian.</param>
public readonly record struct FsUuid(ulong High, ulong Low)
{
    /// <summary>Length of the text form in characters.</summary>
    public const int TextLength = 36;

    /// <summary>True if all bytes are zero, as on file systems that have no UUID.</summary>
    public bool IsNil => (High | Low) == 0;

    /// <summary>Reads the first 36 characters, 8-4-4-4-12 hexadecimal digits; what follows is ignored, as the kernel does.</summary>
    /// <remarks>docs/reference/policy.md 2.2.</remarks>
    public static bool TryParse(ReadOnlySpan<byte> text, out FsUuid uuid)
    {
        uuid = default;
        if (text.Length < TextLength)
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[16];
        var digits = 0;
        for (var i = 0; i < TextLength; i++)
        {
            if (i is 8 or 13 or 18 or 23)
            {
                if (text[i] != '-')
                {
                    return false;
                }

                continue;
            }

            if (!char.IsAsciiHexDigit((char)text[i]))
            {
                return false;
            }

            var digit = HexValue(text[i]);
            bytes[digits / 2] = (byte)((bytes[digits / 2] << 4) | digit);
            digits++;
        }

        uuid = FromBytes(bytes);
        return true;
    }

    /// <summary>From 16 bytes in the order of the text.</summary>
    public static FsUuid FromBytes(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));

    /// <summary>Writes 16 bytes in the order of the text.</summary>
    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, High);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], Low);
    }

    /// <summary>Lower case, with dashes.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[16];
        CopyTo(bytes);
        var hex = Convert.ToHexStringLower(bytes);
        return $"{hex[..8]}-{hex[8..12]}-{hex[12..16]}-{hex[16..20]}-{hex[20..]}";
    }

    private static byte HexValue(byte digit) => (byte)(digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
}
