using System.Buffers.Binary;

namespace Imara.Measurements.Lists;

/// <summary>Takes one record off the front of binary bytes.</summary>
/// <remarks>docs/reference/measurement-list.md 2.</remarks>
internal sealed class BinaryRecordParser(int maxDataLength)
{
    private const int MaxName = 255;

    // Enough for the longest legacy record's rest and the head of the record behind it.
    private const int LegacyLookAhead = 20 + 4 + MaxName + HeadSize + HashAlgos.MaxDigestSize + MaxName;
    private const int HeadSize = 8;

    private readonly TemplateNames names = new();

    /// <summary>The entry, after <see cref="ParseStatus.Done"/>.</summary>
    public MeasurementEntry Entry { get; private set; } = null!;

    /// <summary>The template digest column, after <see cref="ParseStatus.Done"/>.</summary>
    public ReadOnlyMemory<byte> Digest { get; private set; }

    /// <summary>Bytes of the record after <see cref="ParseStatus.Done"/>; bytes needed to go on after <see cref="ParseStatus.More"/>.</summary>
    public int Length { get; private set; }

    /// <summary>What is wrong, after <see cref="ParseStatus.Broken"/>; offset within the record.</summary>
    public FormatError Error { get; private set; }

    /// <summary>Parses the record at the start of <paramref name="input"/>.</summary>
    /// <param name="input">The unread bytes.</param>
    /// <param name="ended">True if nothing follows them.</param>
    /// <param name="column">The digest column; its algorithm tells the two legacy layouts apart.</param>
    /// <param name="bigEndian">Byte order.</param>
    public ParseStatus Parse(ReadOnlyMemory<byte> input, bool ended, ListColumn column, bool bigEndian)
    {
        var span = input.Span;
        var nameAt = HeadSize + column.Size;
        if (span.Length < nameAt)
        {
            return Missing(span.Length, nameAt, ended, "the list ends inside the head of a record");
        }

        var pcr = ReadUInt32(span, bigEndian);
        if (pcr > 63)
        {
            return Break(0, $"PCR {pcr} is not in 0..63");
        }

        var nameLength = ReadUInt32(span[(4 + column.Size)..], bigEndian);
        if (nameLength is 0 or > MaxName)
        {
            return Break(4 + column.Size, $"a template name of {nameLength} bytes is not in 1..255");
        }

        var dataAt = nameAt + (int)nameLength;
        if (span.Length < dataAt)
        {
            return Missing(span.Length, dataAt, ended, "the list ends inside a template name");
        }

        Digest = input.Slice(4, column.Size);
        var isViolation = !Digest.Span.ContainsAnyExcept((byte)0);
        var (name, template) = names.Find(span.Slice(nameAt, (int)nameLength));
        if (template is { IsLegacyIma: true })
        {
            return ParseLegacy(input, dataAt, ended, column, bigEndian, (int)pcr, isViolation);
        }

        if (span.Length < dataAt + 4)
        {
            return Missing(span.Length, dataAt + 4, ended, "the list ends inside a data length");
        }

        var dataLength = ReadUInt32(span[dataAt..], bigEndian);
        if (dataLength > maxDataLength)
        {
            return Break(dataAt, $"template data of {dataLength} bytes is beyond the limit of {maxDataLength}");
        }

        var length = dataAt + 4L + dataLength;
        if (length > Array.MaxLength)
        {
            return Break(dataAt, $"template data of {dataLength} bytes does not fit into memory");
        }

        if (span.Length < length)
        {
            return Missing(span.Length, (int)length, ended, "the list ends inside template data");
        }

        Entry = new MeasurementEntry(
            (int)pcr, name, template, input.Slice(dataAt + 4, (int)dataLength), isViolation, bigEndian, legacyDigestSize: 0);
        Length = (int)length;
        return ParseStatus.Done;
    }

    // 2.2: nothing says whether the digest has 20 bytes or 16.
    private ParseStatus ParseLegacy(
        ReadOnlyMemory<byte> input, int dataAt, bool ended, ListColumn column, bool bigEndian, int pcr, bool isViolation)
    {
        if (!ended && input.Length < dataAt + LegacyLookAhead)
        {
            Length = dataAt + LegacyLookAhead;
            return ParseStatus.More;
        }

        foreach (var digestSize in (ReadOnlySpan<int>)[20, 16])
        {
            var rest = input[dataAt..];
            if (rest.Length < digestSize + 4)
            {
                continue;
            }

            var nameLength = ReadUInt32(rest.Span[digestSize..], bigEndian);
            if (nameLength is 0 or > MaxName || rest.Length < digestSize + 4 + nameLength)
            {
                continue;
            }

            var data = rest[..(digestSize + 4 + (int)nameLength)];
            var entry = new MeasurementEntry(pcr, Template.Ima.Name, Template.Ima, data, isViolation, bigEndian, digestSize);
            var next = input.Span[(dataAt + data.Length)..];
            if (isViolation ? BeginsSensibly(next, column.Size, bigEndian) : column.Matches(entry, Digest.Span))
            {
                Entry = entry;
                Length = dataAt + data.Length;
                return ParseStatus.Done;
            }
        }

        return Break(dataAt, "a record of template ima fits neither a SHA-1 nor an MD5 digest");
    }

    // As far as there are bytes: a list may end inside the next record.
    private bool BeginsSensibly(ReadOnlySpan<byte> next, int columnSize, bool bigEndian)
    {
        if (next.Length >= 4 && ReadUInt32(next, bigEndian) > 63)
        {
            return false;
        }

        var nameAt = HeadSize + columnSize;
        if (next.Length < nameAt)
        {
            return true;
        }

        var nameLength = ReadUInt32(next[(4 + columnSize)..], bigEndian);
        return nameLength is > 0 and <= MaxName
            && (nameAt + nameLength > next.Length || names.Find(next.Slice(nameAt, (int)nameLength)).Template is not null);
    }

    private ParseStatus Missing(int available, int needed, bool ended, string message)
    {
        if (ended)
        {
            return Break(available, message);
        }

        Length = needed;
        return ParseStatus.More;
    }

    private ParseStatus Break(int offset, string message)
    {
        Error = new FormatError(offset, message);
        return ParseStatus.Broken;
    }

    private static uint ReadUInt32(ReadOnlySpan<byte> at, bool bigEndian) =>
        bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(at) : BinaryPrimitives.ReadUInt32LittleEndian(at);
}
