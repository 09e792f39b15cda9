using Imara.Linux.Interop;

namespace Imara.Linux.Files;

/// <summary>Bare file descriptors: open, read, close; as cheap as the system calls themselves.</summary>
public static unsafe class Descriptor
{
    /// <summary>Opens a file; O_CLOEXEC is always added.</summary>
    /// <param name="path">The path, without a NUL, at most 4,095 bytes.</param>
    /// <param name="flags">Values of <see cref="OpenFlags"/>.</param>
    /// <param name="descriptor">The descriptor, to be closed by the caller; -1 on failure.</param>
    /// <param name="mode">Permission bits of a file that is created.</param>
    public static Errno Open(ReadOnlySpan<byte> path, int flags, out int descriptor, int mode = 0)
    {
        descriptor = -1;
        Span<byte> text = stackalloc byte[PathText.Max];
        var error = PathText.Terminate(path, text);
        if (error != Errno.None)
        {
            return error;
        }

        fixed (byte* at = text)
        {
            return OpenTerminated(at, flags, mode, out descriptor);
        }
    }

    /// <summary>Opens a file under a name in an open folder; O_CLOEXEC is always added.</summary>
    /// <param name="directory">The open folder.</param>
    /// <param name="name">The name, or a path that begins in that folder.</param>
    /// <param name="flags">Values of <see cref="OpenFlags"/>.</param>
    /// <param name="descriptor">The descriptor, to be closed by the caller; -1 on failure.</param>
    public static Errno Open(int directory, ReadOnlySpan<byte> name, int flags, out int descriptor)
    {
        descriptor = -1;
        Span<byte> text = stackalloc byte[PathText.Max];
        var error = PathText.Terminate(name, text);
        if (error != Errno.None)
        {
            return error;
        }

        fixed (byte* at = text)
        {
            return OpenIn(directory, at, flags, 0, out descriptor);
        }
    }

    /// <summary>Makes a file of memory, empty and without a name in any directory.</summary>
    /// <param name="descriptor">The descriptor, to be closed by the caller; -1 on failure.</param>
    public static Errno CreateInMemory(out int descriptor)
    {
        const uint CloseOnExec = 1;
        byte name = 0;
        descriptor = Libc.MemFdCreate(&name, CloseOnExec);
        return descriptor < 0 ? Libc.LastErrno : Errno.None;
    }

    /// <summary>Reads at <paramref name="offset"/> until the buffer is full or the file ends.</summary>
    /// <param name="descriptor">A readable descriptor; its position does not move.</param>
    /// <param name="buffer">Where to.</param>
    /// <param name="offset">Byte offset in the file.</param>
    /// <param name="length">Number of bytes read; less than the buffer at the end of the file.</param>
    public static Errno ReadAt(int descriptor, Span<byte> buffer, long offset, out int length)
    {
        length = 0;
        fixed (byte* at = buffer)
        {
            while (length < buffer.Length)
            {
                var count = Libc.PRead(descriptor, at + length, (nuint)(buffer.Length - length), offset + length);
                if (count == 0)
                {
                    break;
                }

                if (count > 0)
                {
                    length += (int)count;
                }
                else if (Libc.LastErrno != Errno.EINTR)
                {
                    return Libc.LastErrno;
                }
            }
        }

        return Errno.None;
    }

    /// <summary>One read(2) at the descriptor's position, for files that answer record by record.</summary>
    /// <param name="descriptor">A readable descriptor.</param>
    /// <param name="buffer">Where to.</param>
    /// <param name="length">Number of bytes read; 0 at the end of the file.</param>
    /// <returns>EAGAIN if the file was opened with <see cref="OpenFlags.NonBlocking"/> and has nothing at the moment.</returns>
    public static Errno Read(int descriptor, Span<byte> buffer, out int length)
    {
        fixed (byte* at = buffer)
        {
            while (true)
            {
                var count = Libc.Read(descriptor, at, (nuint)buffer.Length);
                length = (int)Math.Max(0, count);
                if (count >= 0 || Libc.LastErrno != Errno.EINTR)
                {
                    return count < 0 ? Libc.LastErrno : Errno.None;
                }
            }
        }
    }

    /// <summary>One write(2), for files where each write is a message of its own: it is never repeated or continued.</summary>
    /// <param name="descriptor">A writable descriptor.</param>
    /// <param name="data">What to write.</param>
    /// <param name="count">What the call returned; more than <paramref name="data"/> has where the file counts so.</param>
    public static Errno Write(int descriptor, ReadOnlySpan<byte> data, out long count)
    {
        fixed (byte* at = data)
        {
            var written = Libc.WriteBare(descriptor, at, (nuint)data.Length);
            count = Math.Max(0, written);
            return written < 0 ? Libc.LastErrno : Errno.None;
        }
    }

    /// <summary>Moves the descriptor's position to the end of the file.</summary>
    public static Errno SeekToEnd(int descriptor)
    {
        const int End = 2;
        return Libc.LSeek(descriptor, 0, End) < 0 ? Libc.LastErrno : Errno.None;
    }

    /// <summary>Where content begins at or after an offset: between them are zeros that take no place. The position of the descriptor moves.</summary>
    /// <param name="descriptor">A readable descriptor.</param>
    /// <param name="offset">Byte offset in the file.</param>
    /// <returns>The offset; for a hole that reaches to the end, the end of the file. <paramref name="offset"/> itself where the file system cannot tell.</returns>
    public static long NextData(int descriptor, long offset)
    {
        const int End = 2;
        const int Data = 3;
        const int NoSuchAddress = 6; // ENXIO
        var found = Libc.LSeek(descriptor, offset, Data);
        return Math.Max(offset, found >= 0 ? found : (int)Libc.LastErrno == NoSuchAddress ? Libc.LSeek(descriptor, 0, End) : offset);
    }

    /// <summary>Closes a descriptor; it is gone even if an error is returned.</summary>
    public static Errno Close(int descriptor) => Libc.Close(descriptor) < 0 ? Libc.LastErrno : Errno.None;

    internal static Errno OpenTerminated(byte* path, int flags, int mode, out int descriptor) => OpenIn(Libc.AtFdCwd, path, flags, mode, out descriptor);

    internal static Errno OpenIn(int directory, byte* path, int flags, int mode, out int descriptor)
    {
        do
        {
            descriptor = Libc.OpenAt(directory, path, flags | OpenFlags.CloseOnExec, (uint)mode);
        }
        while (descriptor < 0 && Libc.LastErrno == Errno.EINTR);
        return descriptor < 0 ? Libc.LastErrno : Errno.None;
    }
}
