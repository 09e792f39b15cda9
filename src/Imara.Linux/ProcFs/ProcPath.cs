using System.Buffers.Text;

namespace Imara.Linux.ProcFs;

/// <summary>Paths below /proc, written with their NUL into a small buffer and without allocation.</summary>
internal static class ProcPath
{
    /// <summary>Enough for every path made here.</summary>
    internal const int MaxLength = 64;

    /// <summary><c>/proc/TID/NAME</c>.</summary>
    internal static void Write(Span<byte> target, int thread, ReadOnlySpan<byte> name) => Write(target, "/proc/"u8, thread, name);

    /// <summary><c>/proc/self/fd/N</c>.</summary>
    internal static void WriteSelfDescriptor(Span<byte> target, int descriptor) => Write(target, "/proc/self/fd/"u8, descriptor, default);

    /// <summary><c>/proc/self/fdinfo/N</c>.</summary>
    internal static void WriteSelfDescriptorInfo(Span<byte> target, int descriptor) => Write(target, "/proc/self/fdinfo/"u8, descriptor, default);

    private static void Write(Span<byte> target, ReadOnlySpan<byte> start, int number, ReadOnlySpan<byte> name)
    {
        start.CopyTo(target);
        Utf8Formatter.TryFormat(number, target[start.Length..], out var digits);
        var length = start.Length + digits;
        if (!name.IsEmpty)
        {
            target[length++] = (byte)'/';
            name.CopyTo(target[length..]);
            length += name.Length;
        }

        target[length] = 0;
    }
}
