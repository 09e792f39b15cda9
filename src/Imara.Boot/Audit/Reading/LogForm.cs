using System.Buffers;

namespace Imara.Boot.Audit.Reading;

/// <summary>Tells by one line whether a text is a log of a known form, whatever it says. Pure.</summary>
/// <remarks>auditd; /dev/kmsg; dmesg with times, priorities or facilities; syslog and <c>journalctl -o short..|json|export</c>.</remarks>
internal static class LogForm
{
    private static readonly SearchValues<byte> Seconds = SearchValues.Create(".0123456789"u8);
    private static readonly SearchValues<byte> Dates = SearchValues.Create("0123456789: abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"u8);

    /// <summary>True if only a log has such a line.</summary>
    public static bool Knows(ReadOnlySpan<byte> line, LogClock clock)
    {
        if (line.StartsWith("{"u8))
        {
            return line.IndexOf("\"__REALTIME_TIMESTAMP\""u8) > 0 || line.IndexOf("\"_TRANSPORT\""u8) > 0 || line.IndexOf("\"MESSAGE\""u8) > 0;
        }

        if (JournalExportReader.Begins(line) || KmsgLine.TryRead(line, out _, out _))
        {
            return true;
        }

        if ((line.StartsWith("type="u8) || line.StartsWith("node="u8)) && line.IndexOf(" msg=audit("u8) > 0)
        {
            return true;
        }

        // journalctl says so where it has nothing to say; the kernel's first message has no time where dmesg shows none.
        return line.StartsWith("-- "u8) && line.EndsWith(" --"u8) || line.StartsWith("Linux version "u8) || line.StartsWith("kern  :"u8)
            || IsBracketed(line) || LogTime.Read(line, clock) is not null;
    }

    // [   12.345678] ..      [Mon Nov 23 04:00:00 2026] ..      <6>[   12.345678] ..
    private static bool IsBracketed(ReadOnlySpan<byte> line)
    {
        var priority = line.StartsWith("<"u8) ? line.IndexOf((byte)'>') + 1 : 0;
        var text = line[Math.Max(0, priority)..];
        var end = text.StartsWith("["u8) ? text.IndexOf("] "u8) : -1;
        if (end < 2)
        {
            return false;
        }

        var inside = text[1..end].Trim((byte)' ');
        return inside.Length > 2 && (inside.IndexOfAnyExcept(Seconds) < 0 && inside.Contains((byte)'.')
            || (inside.Length == 24 && inside.Count((byte)':') == 2 && inside.IndexOfAnyExcept(Dates) < 0));
    }
}
