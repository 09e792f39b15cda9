using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Imara.Measurements;

/// <summary>The text of a field as the kernel prints it, unescaped.</summary>
/// <remarks>docs/reference/measurement-list.md 3.</remarks>
internal static class FieldText
{
    public static void Write(TemplateField field, ReadOnlySpan<byte> value, bool bigEndian, IBufferWriter<byte> output)
    {
        switch (field)
        {
            case TemplateField.N or TemplateField.NNg or TemplateField.XattrNames:
                var end = value.IndexOf((byte)0);
                output.Write(end < 0 ? value : value[..end]);
                break;
            case TemplateField.DNg or TemplateField.DNgV2 or TemplateField.DModsig:
                var digest = SplitDigest(value, out var prefix);
                output.Write(prefix);
                WriteHex(digest, output);
                break;
            case TemplateField.IUid or TemplateField.IGid or TemplateField.IMode:
                WriteNumber(value, bigEndian, output);
                break;
            default:
                WriteHex(value, output);
                break;
        }
    }

    /// <summary>Lower-case hexadecimal digits.</summary>
    public static void WriteHex(ReadOnlySpan<byte> value, IBufferWriter<byte> output)
    {
        const int Chunk = 1024;
        while (!value.IsEmpty)
        {
            var part = value[..Math.Min(Chunk, value.Length)];
            Convert.TryToHexStringLower(part, output.GetSpan(part.Length * 2), out var written);
            output.Advance(written);
            value = value[part.Length..];
        }
    }

    /// <summary>Takes <c>sha256:</c> or <c>ima:sha256:</c> off the front; the algorithm need not be a known one.</summary>
    /// <param name="value">Value of a digest field.</param>
    /// <param name="prefix">Up to and including the last colon before the NUL; empty where there is none.</param>
    /// <returns>The digest.</returns>
    public static ReadOnlySpan<byte> SplitDigest(ReadOnlySpan<byte> value, out ReadOnlySpan<byte> prefix)
    {
        var end = value.IndexOf((byte)0);
        if (end < 0)
        {
            prefix = [];
            return value;
        }

        prefix = value[..(value[..end].LastIndexOf((byte)':') + 1)];
        return value[(end + 1)..];
    }

    /// <summary>True if the digest has the prefix of its field: <c>ALGO:</c> for <c>d-ng</c>, <c>ima:ALGO:</c> or <c>verity:ALGO:</c> for <c>d-ngv2</c>.</summary>
    public static bool IsPrefixOf(TemplateField field, ReadOnlySpan<byte> value)
    {
        SplitDigest(value, out var prefix);
        if (field == TemplateField.DNgV2)
        {
            prefix = prefix.StartsWith("ima:"u8) ? prefix[4..] : prefix.StartsWith("verity:"u8) ? prefix[7..] : [];
        }

        return prefix.IndexOf((byte)':') == prefix.Length - 1 && prefix.Length > 1;
    }

    private static void WriteNumber(ReadOnlySpan<byte> value, bool bigEndian, IBufferWriter<byte> output)
    {
        ulong? number = value.Length switch
        {
            1 => value[0],
            2 => bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(value) : BinaryPrimitives.ReadUInt16LittleEndian(value),
            4 => bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(value) : BinaryPrimitives.ReadUInt32LittleEndian(value),
            8 => bigEndian ? BinaryPrimitives.ReadUInt64BigEndian(value) : BinaryPrimitives.ReadUInt64LittleEndian(value),
            _ => null,
        };
        if (number is { } known)
        {
            output.Write(Encoding.ASCII.GetBytes(known.ToString(CultureInfo.InvariantCulture)));
        }
    }
}
