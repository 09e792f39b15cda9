using System.Buffers;
using Imara.Linux.Files;
using Imara.Linux.Interop;

namespace Imara.Linux.ProcFs;

/// <summary>Reads small files of /proc into the caller's buffer.</summary>
public static unsafe class ProcFile
{
    private const int MaxWhole = 16 << 20;

    /// <summary>Reads a whole file of /proc such as <c>/proc/self/mountinfo</c>; at most 16 MiB.</summary>
    /// <param name="path">The path, without a NUL.</param>
    /// <param name="content">Everything the file says.</param>
    public static Errno ReadWhole(ReadOnlySpan<byte> path, out byte[] content)
    {
        content = [];
        var error = Descriptor.Open(path, OpenFlags.ReadOnly, out var descriptor);
        if (error != Errno.None)
        {
            return error;
        }

        var size = 16 << 10;
        while (true)
        {
            var buffer = ArrayPool<byte>.Shared.Rent(size);
            error = Descriptor.ReadAt(descriptor, buffer, 0, out var length);
            if (error != Errno.None || length < buffer.Length || size >= MaxWhole)
            {
                if (error == Errno.None)
                {
                    content = buffer[..length];
                }

                ArrayPool<byte>.Shared.Return(buffer);
                Descriptor.Close(descriptor);
                return error;
            }

            ArrayPool<byte>.Shared.Return(buffer);
            size *= 4;
        }
    }

    /// <summary>Reads the beginning of a file whose path ends with a NUL.</summary>
    internal static Errno ReadStart(ReadOnlySpan<byte> terminatedPath, Span<byte> buffer, out int length)
    {
        length = 0;
        fixed (byte* at = terminatedPath)
        {
            var error = Descriptor.OpenTerminated(at, OpenFlags.ReadOnly, 0, out var descriptor);
            if (error != Errno.None)
            {
                return error;
            }

            fixed (byte* bufferAt = buffer)
            {
                // One read: these files are answered whole, and a second one would cost as much as the first.
                var count = Libc.Read(descriptor, bufferAt, (nuint)buffer.Length);
                error = count < 0 ? Libc.LastErrno : Errno.None;
                length = count < 0 ? 0 : (int)count;
            }

            Descriptor.Close(descriptor);
            return error;
        }
    }
}
