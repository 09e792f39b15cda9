using System.Text;
using Imara.Linux.Interop;

namespace Imara.Linux.Files;

/// <summary>Reads whole files, whatever size they claim to have (those of sysfs and securityfs claim a page or nothing).</summary>
public static unsafe class WholeFile
{
    /// <summary>The cap for what people and tools write: 64 MiB.</summary>
    public const int UsualCap = 64 << 20;

    private const int FirstBuffer = 16 << 10;

    /// <summary>Reads the file at a path.</summary>
    /// <param name="path">The path, without a NUL, at most 4,095 bytes.</param>
    /// <param name="cap">The most bytes that are taken.</param>
    /// <param name="options">What may be read.</param>
    /// <param name="content">All of it; empty on failure.</param>
    /// <returns>EISDIR for a folder, EINVAL for other files that are not regular, EFBIG for one that is longer than <paramref name="cap"/>, ELOOP for a
    /// link that is not to be followed.</returns>
    public static Errno Read(ReadOnlySpan<byte> path, int cap, ReadOptions options, out byte[] content) => Read(Libc.AtFdCwd, path, cap, options, out content, out _);

    /// <summary>Reads a regular file of at most <see cref="UsualCap"/> bytes.</summary>
    /// <param name="path">The path, in UTF-8 for the kernel.</param>
    /// <param name="content">All of it; empty on failure.</param>
    /// <inheritdoc cref="Read(ReadOnlySpan{byte}, int, ReadOptions, out byte[])"/>
    public static Errno Read(string path, out byte[] content) => Read(path, out content, out _);

    /// <summary>As the other one, with the status of the file that was read.</summary>
    /// <param name="path">The path, in UTF-8 for the kernel.</param>
    /// <param name="content">All of it; empty on failure.</param>
    /// <param name="status">What the file that was read was before.</param>
    /// <inheritdoc cref="Read(ReadOnlySpan{byte}, int, ReadOptions, out byte[])"/>
    public static Errno Read(string path, out byte[] content, out FileStatus status) =>
        Read(Libc.AtFdCwd, Encoding.UTF8.GetBytes(path), UsualCap, ReadOptions.None, out content, out status);

    /// <summary>Reads the file under a name in an open folder.</summary>
    /// <param name="directory">The open folder.</param>
    /// <param name="name">The name, or a path that begins in that folder.</param>
    /// <param name="cap">The most bytes that are taken.</param>
    /// <param name="options">What may be read.</param>
    /// <param name="content">All of it; empty on failure.</param>
    /// <param name="status">What the file that was read was before.</param>
    /// <inheritdoc cref="Read(ReadOnlySpan{byte}, int, ReadOptions, out byte[])"/>
    public static Errno Read(int directory, ReadOnlySpan<byte> name, int cap, ReadOptions options, out byte[] content, out FileStatus status)
    {
        content = [];
        var error = Open(directory, name, options, out var descriptor, out status);
        if (error != Errno.None)
        {
            return error;
        }

        error = ReadOpen(descriptor, cap, out content);
        _ = Descriptor.Close(descriptor);
        return error;
    }

    /// <summary>As the first one, with the status of the file that was read.</summary>
    /// <inheritdoc cref="Read(int, ReadOnlySpan{byte}, int, ReadOptions, out byte[], out FileStatus)"/>
    public static Errno Read(ReadOnlySpan<byte> path, int cap, ReadOptions options, out byte[] content, out FileStatus status) =>
        Read(Libc.AtFdCwd, path, cap, options, out content, out status);

    /// <summary>Reads the beginning of the file at a path.</summary>
    /// <param name="path">The path, without a NUL, at most 4,095 bytes.</param>
    /// <param name="most">The most bytes that are taken; the rest is left.</param>
    /// <param name="options">What may be read.</param>
    /// <param name="content">Its first bytes; empty on failure.</param>
    /// <inheritdoc cref="Read(ReadOnlySpan{byte}, int, ReadOptions, out byte[])"/>
    public static Errno ReadStart(ReadOnlySpan<byte> path, int most, ReadOptions options, out byte[] content)
    {
        content = [];
        var error = Open(Libc.AtFdCwd, path, options, out var descriptor, out _);
        if (error != Errno.None)
        {
            return error;
        }

        error = ReadOpen(descriptor, most, isStartEnough: true, out content);
        _ = Descriptor.Close(descriptor);
        return error;
    }

    /// <summary>Opens a file for a reader that takes it piece by piece. It never waits for a pipe unless it is asked for.</summary>
    /// <param name="directory">The open folder.</param>
    /// <param name="name">The name, or a path that begins in that folder.</param>
    /// <param name="options">What may be read.</param>
    /// <param name="descriptor">The descriptor, to be closed by the caller; -1 on failure.</param>
    /// <param name="status">What it is.</param>
    /// <inheritdoc cref="Read(ReadOnlySpan{byte}, int, ReadOptions, out byte[])"/>
    public static Errno Open(int directory, ReadOnlySpan<byte> name, ReadOptions options, out int descriptor, out FileStatus status)
    {
        descriptor = -1;
        status = default;
        Span<byte> text = stackalloc byte[PathText.Max];
        var error = PathText.Terminate(name, text);
        if (error != Errno.None)
        {
            return error;
        }

        // An open without O_NONBLOCK waits for the other end of a pipe, whoever made it.
        var flags = OpenFlags.ReadOnly | OpenFlags.NoTerminal
            | (options.HasFlag(ReadOptions.AnyKind) ? 0 : OpenFlags.NonBlocking)
            | (options.HasFlag(ReadOptions.NoFollow) ? OpenFlags.NoFollow : 0);
        fixed (byte* at = text)
        {
            error = Descriptor.OpenIn(directory, at, flags, 0, out descriptor);
        }

        if (error != Errno.None)
        {
            return error;
        }

        error = FileStatus.Read(descriptor, out status);
        error = error != Errno.None ? error
            : status.IsDirectory ? Errno.EISDIR
            : !status.IsRegularFile && !options.HasFlag(ReadOptions.AnyKind) ? Errno.EINVAL
            : Errno.None;
        if (error != Errno.None)
        {
            _ = Descriptor.Close(descriptor);
            descriptor = -1;
        }

        return error;
    }

    /// <summary>Reads an open file from its position to its end.</summary>
    /// <param name="descriptor">A readable descriptor; its position moves.</param>
    /// <param name="cap">The most bytes that are taken.</param>
    /// <param name="content">All of it; empty on failure.</param>
    /// <returns>EFBIG for one that is longer.</returns>
    public static Errno ReadOpen(int descriptor, int cap, out byte[] content) => ReadOpen(descriptor, cap, isStartEnough: false, out content);

    private static Errno ReadOpen(int descriptor, int cap, bool isStartEnough, out byte[] content)
    {
        content = [];
        var error = FileStatus.Read(descriptor, out var status);
        if (error != Errno.None)
        {
            return error;
        }

        if (!isStartEnough && status.IsRegularFile && status.Size > cap)
        {
            return Errno.EFBIG;
        }

        // One byte more than it claims: the read that meets the end needs no larger buffer. Beyond the cap one byte tells enough.
        var most = (int)Math.Min((long)cap + 1, Array.MaxLength);
        var buffer = new byte[(int)Math.Min(Math.Max(status.IsRegularFile ? status.Size : 0, FirstBuffer) + 1, most)];
        for (var length = 0; ;)
        {
            error = Descriptor.Read(descriptor, buffer.AsSpan(length), out var count);
            if (error != Errno.None)
            {
                return error;
            }

            if (count == 0)
            {
                content = length == buffer.Length ? buffer : buffer[..length];
                return Errno.None;
            }

            length += count;
            if (length > cap)
            {
                content = isStartEnough ? buffer[..cap] : [];
                return isStartEnough ? Errno.None : Errno.EFBIG;
            }

            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, (int)Math.Min(2L * length, most));
            }
        }
    }
}
