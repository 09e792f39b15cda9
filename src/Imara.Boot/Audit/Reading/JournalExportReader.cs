using System.Buffers.Binary;

namespace Imara.Boot.Audit.Reading;

/// <summary>Reads entries of <c>journalctl -o export</c>: <c>NAME=value</c> lines, or a name, a size of eight bytes and so many bytes; an empty line ends an entry.</summary>
internal static class JournalExportReader
{
    private const int SizeLength = 8;

    /// <summary>True for the line that begins an entry.</summary>
    public static bool Begins(ReadOnlySpan<byte> line) => line.StartsWith("__CURSOR="u8);

    /// <summary>Reads the entry whose first line was taken.</summary>
    /// <param name="input">What follows.</param>
    /// <param name="lines">Counts the lines taken.</param>
    public static AuditLogItem? Read(LogBytes input, ref long lines)
    {
        var fields = new JournalFields();
        Span<byte> size = stackalloc byte[SizeLength];
        while (input.TryReadLine(out var line))
        {
            lines++;
            if (input.IsTooLong)
            {
                continue;
            }

            if (line.IsEmpty)
            {
                return fields.Read();
            }

            var equals = line.IndexOf((byte)'=');
            if (equals >= 0)
            {
                fields.Take(line[..equals], line[(equals + 1)..]);
                continue;
            }

            var name = line.ToArray();
            if (!input.TryReadBytes(SizeLength, size))
            {
                break;
            }

            var length = BinaryPrimitives.ReadUInt64LittleEndian(size);
            var kept = JournalFields.IsKept(name) ? new byte[(int)Math.Min(length, AuditRecordReader.MaxLength + 1)] : [];
            if (!input.TryReadBytes(length, kept) || !input.TryReadLine(out line) || !line.IsEmpty)
            {
                break;
            }

            lines++;
            fields.Take(name, kept);
        }

        return input.Failure is null
            ? new AuditLogItem(AuditLogItemKind.Malformed) { Error = new FormatError(0, "the journal entry is cut off or damaged") }
            : null;
    }
}
