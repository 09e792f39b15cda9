using System.Buffers.Text;

namespace Imara.Boot.Audit.Reading;

/// <summary>Records of /dev/kmsg: <c>6,339,5140900,-;audit: ..</c>, bytes that are not printable as <c>\x0a</c>.</summary>
internal static class KmsgLine
{
    private const int FacilityShift = 3;

    /// <summary>Takes a record of /dev/kmsg apart.</summary>
    /// <param name="line">The line.</param>
    /// <param name="isFromKernel">False for what a program wrote to /dev/kmsg, which may say anything.</param>
    /// <param name="text">The message, still escaped.</param>
    /// <returns>False if the line has another form.</returns>
    public static bool TryRead(ReadOnlySpan<byte> line, out bool isFromKernel, out ReadOnlySpan<byte> text)
    {
        isFromKernel = false;
        text = default;
        var semicolon = line.IndexOf((byte)';');
        if (semicolon < 0 || line[..semicolon].IndexOfAnyInRange((byte)' ', (byte)'+') >= 0 || !Utf8Parser.TryParse(line, out uint priority, out var at))
        {
            return false;
        }

        for (var field = 0; field < 2; field++)
        {
            if (at >= semicolon || line[at] != ',' || !Utf8Parser.TryParse(line[(at + 1)..], out ulong _, out var used))
            {
                return false;
            }

            at += used + 1;
        }

        if (line[at] != ',')
        {
            return false;
        }

        isFromKernel = IsFromKernel(priority);
        text = line[(semicolon + 1)..];
        return true;
    }

    /// <summary>True if the facility of a syslog priority is that of the kernel.</summary>
    public static bool IsFromKernel(uint priority) => priority >> FacilityShift == 0;

    /// <summary>Puts the bytes back in the place of their escapes.</summary>
    public static byte[] Unescape(ReadOnlySpan<byte> text)
    {
        var bytes = new byte[text.Length];
        var length = 0;
        for (var at = 0; at < text.Length; length++)
        {
            if (text[at] == '\\' && at + 3 < text.Length && text[at + 1] == 'x'
                && Convert.FromHexString(text.Slice(at + 2, 2), bytes.AsSpan(length, 1), out _, out _) == System.Buffers.OperationStatus.Done)
            {
                at += 4;
            }
            else
            {
                bytes[length] = text[at++];
            }
        }

        return bytes[..length];
    }
}
