using System.Buffers.Text;

namespace Imara.Boot.Audit.Reading;

/// <summary>Reads one line of a text log, whatever wrote it: auditd, dmesg, /dev/kmsg, a syslog daemon, <c>journalctl</c> in its short forms. Pure.</summary>
/// <remarks>
/// Only lines that the kernel, auditd or journald's audit socket are named as the source of count: what programs log may look like a record. In the
/// short forms of the journal a program can take any name; JSON and export tell the true source.
/// </remarks>
internal static class TextLineReader
{
    // Weekday, month, day, time, year, zone and host come before the name of the source.
    private const int MaxHeaderWords = 8;

    /// <summary>Reads a line without its line feed; null if it does not matter here.</summary>
    public static AuditLogItem? Read(ReadOnlySpan<byte> line, LogClock clock)
    {
        line = line.TrimEnd((byte)'\r');
        if (KmsgLine.TryRead(line, out var isFromKernel, out var escaped))
        {
            return isFromKernel ? KernelMessageReader.ReadKernel(escaped.Contains((byte)'\\') ? KmsgLine.Unescape(escaped) : escaped) : null;
        }

        var node = line.StartsWith("node="u8) ? line.IndexOf((byte)' ') + 1 : 0;
        if (line[node..].StartsWith("type="u8) && line.IndexOf(" msg=audit("u8) > 0)
        {
            return Shifted(KernelMessageReader.ReadAuditd(line[node..]), node);
        }

        if (!TryFindMessage(line, clock, out var start, out var isSocket, out var time))
        {
            return null;
        }

        var item = isSocket ? KernelMessageReader.ReadJournald(line[start..], time, null) : KernelMessageReader.ReadKernel(line[start..]);
        return Shifted(item, start) is { } found && isSocket ? found with { IsFromSocket = true } : Shifted(item, start);
    }

    private static AuditLogItem? Shifted(AuditLogItem? item, int offset) => item is { Kind: AuditLogItemKind.Malformed } ? item with { Error = item.Error.Shift(offset) } : item;

    // [   12.3] audit: ..          <5>[   12.3] audit: ..       kern  :notice: [   12.3] audit: ..
    // Nov 23 04:00:00 host kernel: [   12.3] audit: ..          2026-11-23T04:00:00+0000 host audit[94]: INTEGRITY_DATA ..
    private static bool TryFindMessage(ReadOnlySpan<byte> line, LogClock clock, out int start, out bool isSocket, out DateTimeOffset? time)
    {
        start = 0;
        isSocket = false;
        time = null;
        if (line.StartsWith("<"u8))
        {
            if (!Utf8Parser.TryParse(line[1..], out uint priority, out var used) || !line[(used + 1)..].StartsWith(">"u8) || !KmsgLine.IsFromKernel(priority))
            {
                return false;
            }

            start = used + 2;
        }
        else if (line.StartsWith("kern "u8))
        {
            var colon = line.IndexOf(": "u8);
            if (colon < 0)
            {
                return false;
            }

            start = colon + 2;
        }

        start += BracketLength(line[start..]);
        if (line[start..].StartsWith("audit: type="u8) || line[start..].StartsWith("type="u8) || start > 0 && !HasSource(line[start..]))
        {
            return true;
        }

        return TryFindSource(line, clock, ref start, out isSocket, out time);
    }

    private static int BracketLength(ReadOnlySpan<byte> text)
    {
        var end = text.StartsWith("["u8) ? text.IndexOf("] "u8) : -1;
        return end < 0 ? 0 : end + 2;
    }

    // `journalctl -o short-monotonic`: [   12.3] host kernel: ..
    private static bool HasSource(ReadOnlySpan<byte> text)
    {
        var blank = text.IndexOf((byte)' ');
        var word = blank < 0 ? default : text[(blank + 1)..];
        return blank > 0 && text[blank - 1] != ':' && (word.StartsWith("kernel: "u8) || word.StartsWith("audit["u8) || word.StartsWith("audit: "u8));
    }

    private static bool TryFindSource(ReadOnlySpan<byte> line, LogClock clock, ref int start, out bool isSocket, out DateTimeOffset? time)
    {
        isSocket = false;
        time = null;
        var header = start;
        for (var words = 0; words < MaxHeaderWords && start < line.Length; words++)
        {
            var length = line[start..].IndexOf((byte)' ');
            if (length < 0)
            {
                return false;
            }

            var word = line.Slice(start, length);
            start += length + 1;
            if (!word.EndsWith(":"u8))
            {
                continue;
            }

            if (word.SequenceEqual("kernel:"u8))
            {
                start += BracketLength(line[start..]);
                return true;
            }

            isSocket = word.SequenceEqual("audit:"u8) || (word.StartsWith("audit["u8) && word.EndsWith("]:"u8));
            time = isSocket ? LogTime.Read(line[header..], clock) : null;
            return isSocket;
        }

        return false;
    }
}
