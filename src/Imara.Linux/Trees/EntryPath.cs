using System.Buffers.Text;

namespace Imara.Linux.Trees;

/// <summary><c>/proc/self/fd/N/NAME</c>: a name in an open directory, for calls that take paths only.</summary>
internal static class EntryPath
{
    /// <summary>The path, ten digits, a name of 255 bytes, a slash and the NUL.</summary>
    internal const int MaxLength = 288;

    private static ReadOnlySpan<byte> Start => "/proc/self/fd/"u8;

    /// <summary>Writes the path and a NUL behind it.</summary>
    internal static ReadOnlySpan<byte> Write(Span<byte> target, int directory, ReadOnlySpan<byte> name)
    {
        Start.CopyTo(target);
        Utf8Formatter.TryFormat(directory, target[Start.Length..], out var digits);
        var at = Start.Length + digits;
        target[at++] = (byte)'/';
        name.CopyTo(target[at..]);
        target[at + name.Length] = 0;
        return target[..(at + name.Length)];
    }
}
