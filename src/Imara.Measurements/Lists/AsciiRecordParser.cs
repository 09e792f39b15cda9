using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;

namespace Imara.Measurements.Lists;

/// <summary>Turns the text of one record back into template data.</summary>
/// <remarks>docs/reference/measurement-list.md 3.</remarks>
internal sealed class AsciiRecordParser
{
    private const int PcrWidth = 3;
    private const int MaxShortName = 255;

    private readonly TemplateNames names = new();
    private readonly ArrayBufferWriter<byte> data = new();

    /// <summary>The entry, after <see cref="ParseStatus.Done"/>.</summary>
    public MeasurementEntry Entry { get; private set; } = null!;

    /// <summary>The template digest column, after <see cref="ParseStatus.Done"/>.</summary>
    public byte[] Digest { get; private set; } = [];

    /// <summary>What is wrong, after <see cref="ParseStatus.Broken"/>; offset within the text.</summary>
    public FormatError Error { get; private set; }

    /// <summary>Parses a text without its final newline.</summary>
    /// <param name="text">One or more lines.</param>
    /// <param name="columnSize">Width of the digest column in bytes; 0: any that a bank may have.</param>
    /// <param name="bigEndian">Byte order of the numbers in the template data.</param>
    /// <returns><see cref="ParseStatus.More"/> if fields are missing, which lines that follow may bring.</returns>
    public ParseStatus Parse(ReadOnlySpan<byte> text, int columnSize, bool bigEndian)
    {
        if (!TryParseHead(text, columnSize, out var pcr, out var digest, out var at))
        {
            return ParseStatus.Broken;
        }

        var nameEnd = text[at..].IndexOf((byte)' ');
        var (name, template) = names.Find(nameEnd < 0 ? text[at..] : text.Slice(at, nameEnd));
        if (template is null)
        {
            return Break(at, "a template that is unknown cannot be rebuilt from the ascii form");
        }

        if (nameEnd < 0)
        {
            return ParseStatus.More;
        }

        at += nameEnd + 1;
        var blanks = text[at..].Count((byte)' ');
        if (blanks != template.Fields.Length - 1)
        {
            return blanks < template.Fields.Length - 1 ? ParseStatus.More : Break(at, $"a record of template {name} has {template.Fields.Length} fields");
        }

        data.ResetWrittenCount();
        var legacyDigestSize = 0;
        foreach (var field in template.Fields)
        {
            var end = text[at..].IndexOf((byte)' ');
            var token = end < 0 ? text[at..] : text.Slice(at, end);
            var written = template.IsLegacyIma ? TryAddLegacy(field, token, bigEndian, ref legacyDigestSize) : TryAdd(field, token, bigEndian);
            if (!written)
            {
                // A legacy name is never empty, so one that seems so begins with a newline.
                return token.IsEmpty && field == TemplateField.N ? ParseStatus.More : Break(at, $"this is no value of field {TemplateFields.IdOf(field)}");
            }

            at += token.Length + 1;
        }

        Digest = digest;
        var isViolation = !digest.AsSpan().ContainsAnyExcept((byte)0);
        Entry = new MeasurementEntry(pcr, name, template, data.WrittenSpan.ToArray(), isViolation, bigEndian, legacyDigestSize);
        return ParseStatus.Done;
    }

    /// <summary>True if a text begins as a record does: PCR, digest column, known template.</summary>
    public bool BeginsRecord(ReadOnlySpan<byte> text, int columnSize)
    {
        if (!TryParseHead(text, columnSize, out _, out _, out var at))
        {
            return false;
        }

        var nameEnd = text[at..].IndexOf((byte)' ');
        return nameEnd > 0 && names.Find(text.Slice(at, nameEnd)).Template is not null;
    }

    private bool TryParseHead(ReadOnlySpan<byte> text, int columnSize, out int pcr, out byte[] digest, out int next)
    {
        digest = [];
        next = 0;
        pcr = 0;
        if (text.Length < PcrWidth || text[2] != ' ' || !char.IsAsciiDigit((char)text[1]) || (text[0] != ' ' && text[0] is < (byte)'1' or > (byte)'6'))
        {
            Break(0, "a record begins with the number of a PCR, two columns wide");
            return false;
        }

        pcr = ((text[0] == ' ' ? 0 : text[0] - '0') * 10) + (text[1] - '0');
        var width = text[PcrWidth..].IndexOf((byte)' ');
        var size = width / 2;
        if (pcr > 63 || width <= 0 || width % 2 != 0 || (columnSize > 0 ? size != columnSize : ListColumn.OfSize(size).IsEmpty)
            || !TryReadHex(text.Slice(PcrWidth, width), out digest))
        {
            Break(PcrWidth, "a template digest as wide as the bank's must follow a PCR in 0..63");
            return false;
        }

        next = PcrWidth + width + 1;
        return true;
    }

    private bool TryAddLegacy(TemplateField field, ReadOnlySpan<byte> token, bool bigEndian, ref int digestSize)
    {
        if (field == TemplateField.D)
        {
            if (!TryReadHex(token, out var digest) || digest.Length is not (20 or 16))
            {
                return false;
            }

            digestSize = digest.Length;
            data.Write(digest);
            return true;
        }

        if (token.Length is 0 or > MaxShortName || token.Contains((byte)0))
        {
            return false;
        }

        AddNumber((uint)token.Length, bigEndian);
        data.Write(token);
        return true;
    }

    private bool TryAdd(TemplateField field, ReadOnlySpan<byte> token, bool bigEndian)
    {
        switch (field)
        {
            case TemplateField.N or TemplateField.NNg or TemplateField.XattrNames:
                if (token.Contains((byte)0))
                {
                    return false;
                }

                // Only the names of extended attributes are ever absent; a name has its NUL even if it is empty.
                if (token.IsEmpty && field == TemplateField.XattrNames)
                {
                    AddNumber(0, bigEndian);
                    return true;
                }

                AddNumber((uint)token.Length + 1, bigEndian);
                data.Write(token);
                data.Write("\0"u8);
                return true;
            case TemplateField.DNg or TemplateField.DNgV2 or TemplateField.DModsig:
                return TryAddDigest(token, bigEndian);
            case TemplateField.IUid or TemplateField.IGid:
                return TryAddDecimal(token, uint.MaxValue, 4, bigEndian);
            case TemplateField.IMode:
                return TryAddDecimal(token, ushort.MaxValue, 2, bigEndian);
            default:
                if (!TryReadHex(token, out var value))
                {
                    return false;
                }

                AddNumber((uint)value.Length, bigEndian);
                data.Write(value);
                return true;
        }
    }

    private bool TryAddDigest(ReadOnlySpan<byte> token, bool bigEndian)
    {
        if (token.IsEmpty)
        {
            AddNumber(0, bigEndian);
            return true;
        }

        var prefix = token.LastIndexOf((byte)':') + 1;
        if (prefix == 0 || token[..prefix].Contains((byte)0) || !TryReadHex(token[prefix..], out var digest))
        {
            return false;
        }

        AddNumber((uint)(prefix + 1 + digest.Length), bigEndian);
        data.Write(token[..prefix]);
        data.Write("\0"u8);
        data.Write(digest);
        return true;
    }

    private bool TryAddDecimal(ReadOnlySpan<byte> token, uint max, int size, bool bigEndian)
    {
        if (token.IsEmpty)
        {
            AddNumber(0, bigEndian);
            return true;
        }

        if (!Utf8Parser.TryParse(token, out uint number, out var used) || used != token.Length || number > max)
        {
            return false;
        }

        AddNumber((uint)size, bigEndian);
        var target = data.GetSpan(4);
        if (bigEndian)
        {
            BinaryPrimitives.WriteUInt32BigEndian(target, number << (32 - (8 * size)));
        }
        else
        {
            BinaryPrimitives.WriteUInt32LittleEndian(target, number);
        }

        data.Advance(size);
        return true;
    }

    private void AddNumber(uint number, bool bigEndian)
    {
        var target = data.GetSpan(4);
        if (bigEndian)
        {
            BinaryPrimitives.WriteUInt32BigEndian(target, number);
        }
        else
        {
            BinaryPrimitives.WriteUInt32LittleEndian(target, number);
        }

        data.Advance(4);
    }

    private static bool TryReadHex(ReadOnlySpan<byte> text, out byte[] value)
    {
        value = [];
        if (text.Length % 2 != 0 || text.ContainsAnyInRange((byte)'A', (byte)'F'))
        {
            return false;
        }

        var bytes = new byte[text.Length / 2];
        if (Convert.FromHexString(text, bytes, out _, out var written) != OperationStatus.Done || written != bytes.Length)
        {
            return false;
        }

        value = bytes;
        return true;
    }

    private ParseStatus Break(int offset, string message)
    {
        Error = new FormatError(offset, message);
        return ParseStatus.Broken;
    }
}
