using System.Globalization;
using System.Text;

namespace Imara.Boot.Status;

/// <summary>A line of the kernel's log.</summary>
/// <param name="Time">When, since the kernel started.</param>
/// <param name="Message">The text.</param>
public readonly record struct KernelLogLine(TimeSpan Time, string Message)
{
    /// <summary>Reads records of /dev/kmsg about IMA, EVM and Secure Boot; others and those of another shape are passed over.</summary>
    /// <remarks>The kernel's dev-kmsg document: <c>priority,sequence,microseconds,flags;message</c>, then lines that begin with a blank.</remarks>
    public static IReadOnlyList<KernelLogLine> ReadAll(ReadOnlySpan<byte> text)
    {
        var lines = new List<KernelLogLine>();
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range];
            var semicolon = line.IndexOf((byte)';');
            if (semicolon > 0 && IsOurs(line[(semicolon + 1)..]) && TryReadTime(line[..semicolon], out var time))
            {
                lines.Add(new KernelLogLine(time, Encoding.Latin1.GetString(line[(semicolon + 1)..])));
            }
        }

        return lines;
    }

    // Before 4.18 the prefix was in capitals.
    private static bool IsOurs(ReadOnlySpan<byte> message) =>
        message.StartsWith("ima: "u8) || message.StartsWith("IMA: "u8) || message.StartsWith("evm: "u8) || message.StartsWith("integrity: "u8)
        || message.StartsWith("Secure boot"u8) || message.StartsWith("secureboot: "u8);

    private static bool TryReadTime(ReadOnlySpan<byte> prefix, out TimeSpan time)
    {
        time = default;
        for (var skipped = 0; skipped < 2; skipped++)
        {
            var comma = prefix.IndexOf((byte)',');
            if (comma < 0)
            {
                return false;
            }

            prefix = prefix[(comma + 1)..];
        }

        var end = prefix.IndexOf((byte)',');
        if (!long.TryParse(end < 0 ? prefix : prefix[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds)
            || microseconds > TimeSpan.MaxValue.Ticks / TimeSpan.TicksPerMicrosecond)
        {
            return false;
        }

        time = TimeSpan.FromTicks(microseconds * TimeSpan.TicksPerMicrosecond);
        return true;
    }
}
