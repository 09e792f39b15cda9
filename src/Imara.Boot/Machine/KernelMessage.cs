using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Imara.Boot.Machine;

/// <summary>A record of <c>/dev/kmsg</c>.</summary>
/// <param name="IsKernel">True if the kernel itself said it; no program can write such a record.</param>
/// <param name="Text">The message.</param>
/// <param name="Time">When it was said, since the kernel started.</param>
public sealed record KernelMessage(bool IsKernel, string Text, TimeSpan Time = default)
{
    private const int LevelBits = 3;

    /// <summary>True if the kernel said that it took a policy.</summary>
    public bool IsPolicyCompleted => IsKernel && IsOfIma("policy update completed");

    /// <summary>True if the kernel said that it threw a policy away.</summary>
    public bool IsPolicyFailed => IsKernel && IsOfIma("policy update failed");

    /// <summary>Reads records, one a line; what is no record, such as the properties of a device, is passed over.</summary>
    public static IReadOnlyList<KernelMessage> ReadAll(ReadOnlySpan<byte> text)
    {
        var messages = new List<KernelMessage>();
        foreach (var range in text.Split((byte)'\n'))
        {
            if (TryParse(text[range], out var message))
            {
                messages.Add(message);
            }
        }

        return messages;
    }

    /// <summary>Reads <c>PRIORITY,SEQUENCE,TIME,FLAGS[,..];TEXT</c> and the lines of properties behind it.</summary>
    /// <remarks>Documentation/ABI/testing/dev-kmsg. The facility, above the three bits of the level, is 0 for the kernel alone.</remarks>
    public static bool TryParse(ReadOnlySpan<byte> record, [NotNullWhen(true)] out KernelMessage? message)
    {
        message = null;
        var semicolon = record.IndexOf((byte)';');
        var comma = record.IndexOf((byte)',');
        if (semicolon < 0 || comma < 0 || comma > semicolon
            || !uint.TryParse(record[..comma], NumberStyles.None, CultureInfo.InvariantCulture, out var priority))
        {
            return false;
        }

        var text = record[(semicolon + 1)..];
        var end = text.IndexOf((byte)'\n');
        message = new KernelMessage(priority >> LevelBits == 0, Encoding.UTF8.GetString(end < 0 ? text : text[..end]), TimeOf(record[(comma + 1)..semicolon]));
        return true;
    }

    // The whole message: other drivers print texts of devices, which may end in anything. Before 4.18 the prefix was in capitals.
    private bool IsOfIma(string text) => Text == "ima: " + text || Text == "IMA: " + text;

    // SEQUENCE,MICROSECONDS,FLAGS
    private static TimeSpan TimeOf(ReadOnlySpan<byte> rest)
    {
        rest = rest[(rest.IndexOf((byte)',') + 1)..];
        var end = rest.IndexOf((byte)',');
        return long.TryParse(end < 0 ? rest : rest[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds)
            && microseconds <= TimeSpan.MaxValue.Ticks / TimeSpan.TicksPerMicrosecond
            ? TimeSpan.FromTicks(microseconds * TimeSpan.TicksPerMicrosecond)
            : TimeSpan.Zero;
    }
}
