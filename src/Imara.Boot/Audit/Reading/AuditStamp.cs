using System.Buffers.Text;

namespace Imara.Boot.Audit.Reading;

/// <summary>Time and number of an event: <c>audit(1700000000.123:45)</c>.</summary>
internal readonly record struct AuditStamp(DateTimeOffset Time, ulong Serial)
{
    private const long LastSecond = 253_402_300_799;

    /// <summary>Reads a stamp with the colon behind it; <paramref name="length"/> is that of both, and of the place of the error.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out AuditStamp stamp, out int length)
    {
        stamp = default;
        length = 0;
        if (!text.StartsWith("audit("u8))
        {
            return false;
        }

        length = 6;
        if (!Utf8Parser.TryParse(text[length..], out long seconds, out var used) || seconds is < 0 or > LastSecond)
        {
            return false;
        }

        length += used;
        if (text.Length < length + 5 || text[length] != '.' || text[length + 4] != ':'
            || !Utf8Parser.TryParse(text.Slice(length + 1, 3), out ushort milliseconds, out used) || used != 3)
        {
            return false;
        }

        length += 5;
        if (!Utf8Parser.TryParse(text[length..], out ulong serial, out used))
        {
            return false;
        }

        length += used;
        if (!text[length..].StartsWith("):"u8))
        {
            return false;
        }

        length += 2;
        stamp = new AuditStamp(DateTimeOffset.FromUnixTimeMilliseconds((seconds * 1000) + milliseconds), serial);
        return true;
    }
}
