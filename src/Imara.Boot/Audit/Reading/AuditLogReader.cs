using System.Diagnostics.CodeAnalysis;

namespace Imara.Boot.Audit.Reading;

/// <summary>Finds integrity records in a log of any of the known forms, told apart line by line. Memory does not grow with the log.</summary>
/// <remarks>
/// audit.log (raw and enriched); dmesg (plain, -T, -x, -r, -t) and /dev/kmsg; files of syslog daemons; <c>journalctl -o short..|json|export</c>. What is there
/// twice, through the kernel log and the audit socket, is told once.
/// </remarks>
public sealed class AuditLogReader
{
    private readonly LogBytes input;
    private readonly LogClock clock;
    private readonly AuditDuplicates duplicates = new();
    private long line;

    /// <summary>Starts at the beginning of a log.</summary>
    /// <param name="stream">The log; reading it may throw <see cref="IOException"/>, which becomes <see cref="Failure"/>.</param>
    /// <param name="clock">For lines without year or zone.</param>
    public AuditLogReader(Stream stream, LogClock clock)
    {
        input = new LogBytes(stream);
        this.clock = clock;
    }

    /// <summary>True once a line was met that only a log of a known form has.</summary>
    public bool IsLog { get; private set; }

    /// <summary>Lines read so far.</summary>
    public long Lines => line;

    /// <summary>Why reading stopped before the end; null if it did not.</summary>
    public IOException? Failure => input.Failure;

    /// <summary>Takes the next thing that matters.</summary>
    /// <returns>False at the end, or if reading failed.</returns>
    public bool TryRead([NotNullWhen(true)] out AuditLogItem? item)
    {
        while (input.TryReadLine(out var text))
        {
            var at = ++line;
            IsLog = IsLog || (!input.IsTooLong && LogForm.Knows(text, clock));
            item = input.IsTooLong
                ? new AuditLogItem(AuditLogItemKind.Malformed) { Error = new FormatError(LogBytes.MaxLine, "longer than 1 MiB") }
                : JournalExportReader.Begins(text) ? JournalExportReader.Read(input, ref line)
                : text.StartsWith("{"u8) ? JournalJsonReader.Read(text)
                : TextLineReader.Read(text, clock);
            IsLog |= item is { Kind: not AuditLogItemKind.Malformed };
            if (item is not null && (item.Record is null || duplicates.IsNew(item.Record)))
            {
                item = item with { Line = at };
                return true;
            }
        }

        item = null;
        return false;
    }
}
