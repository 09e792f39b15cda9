using Imara.Linux.Interop;

namespace Imara.Linux.Files;

/// <summary>A folder that is held open: names in it are looked up in this folder, wherever its own name leads by now.</summary>
public sealed unsafe class OpenFolder : IDisposable
{
    private OpenFolder(int descriptor, bool isPathOnly)
    {
        Descriptor = descriptor;
        IsPathOnly = isPathOnly;
    }

    /// <summary>The open folder, not to be closed by others.</summary>
    public int Descriptor { get; private set; }

    /// <summary>True if its names can be used but not be listed, and it cannot be synchronised: the caller may not read it.</summary>
    internal bool IsPathOnly { get; }

    /// <summary>Opens a folder by its path; links on the way are followed.</summary>
    /// <param name="path">The path, without a NUL, at most 4,095 bytes.</param>
    /// <param name="folder">The folder, to be disposed of by the caller; null on failure.</param>
    /// <returns>ENOTDIR if it is something else.</returns>
    public static Errno Open(ReadOnlySpan<byte> path, out OpenFolder? folder) => Open(Libc.AtFdCwd, path, 0, out folder);

    /// <summary>Opens the folder that the last name of a path is in.</summary>
    /// <param name="path">The path; what its last name means is not looked at.</param>
    /// <param name="folder">The folder, to be disposed of by the caller; null on failure.</param>
    /// <param name="name">The last name; empty on failure.</param>
    /// <returns>EISDIR if the path ends in no name of an entry, as <c>/</c> and <c>..</c> do.</returns>
    public static Errno OpenAbove(ReadOnlySpan<byte> path, out OpenFolder? folder, out byte[] name)
    {
        var error = TargetPlace.Find(path, followsLink: false, out folder, out name);
        name = error == Errno.None ? name : [];
        return error;
    }

    /// <summary>Opens a folder that lies in this one; a link under its name is refused.</summary>
    /// <param name="name">One name, without a slash or NUL.</param>
    /// <param name="folder">The folder, to be disposed of by the caller; null on failure.</param>
    /// <returns>ENOTDIR or ELOOP if it is something else, EINVAL if this is not the name of an entry.</returns>
    public Errno OpenBelow(ReadOnlySpan<byte> name, out OpenFolder? folder)
    {
        folder = null;
        return EntryName.IsOne(name) ? Open(Descriptor, name, OpenFlags.NoFollow, out folder) : Errno.EINVAL;
    }

    /// <summary>Reads the status of what a name in this folder means; a link is not followed.</summary>
    /// <param name="name">One name, without a slash or NUL.</param>
    /// <param name="status">The status.</param>
    public Errno StatusOf(ReadOnlySpan<byte> name, out FileStatus status)
    {
        status = default;
        Span<byte> text = stackalloc byte[EntryName.Room];
        var error = EntryName.Terminate(name, text);
        if (error != Errno.None)
        {
            return error;
        }

        fixed (byte* at = text)
        {
            return FileStatus.Read(Descriptor, at, Libc.AtSymlinkNoFollow, out status);
        }
    }

    /// <summary>Reads the symbolic link under a name.</summary>
    /// <param name="name">One name, without a slash or NUL.</param>
    /// <param name="target">What it holds; empty on failure.</param>
    /// <returns>EINVAL if it is no link.</returns>
    public Errno TargetOf(ReadOnlySpan<byte> name, out byte[] target)
    {
        target = [];
        Span<byte> text = stackalloc byte[EntryName.Room];
        Span<byte> buffer = stackalloc byte[PathText.Max];
        var error = EntryName.Terminate(name, text);
        if (error != Errno.None)
        {
            return error;
        }

        fixed (byte* at = text, bufferAt = buffer)
        {
            var length = Libc.ReadLinkAt(Descriptor, at, bufferAt, (nuint)buffer.Length);
            if (length < 0)
            {
                return Libc.LastErrno;
            }

            target = buffer[..(int)length].ToArray();
            return Errno.None;
        }
    }

    /// <summary>Removes a name that is no folder's from this one.</summary>
    /// <param name="name">One name, without a slash or NUL.</param>
    public Errno Remove(ReadOnlySpan<byte> name) => Unlink(name, 0);

    /// <summary>Removes a folder that is empty from this one.</summary>
    /// <param name="name">One name, without a slash or NUL.</param>
    /// <returns>ENOTEMPTY or EEXIST if something is in it.</returns>
    public Errno RemoveFolder(ReadOnlySpan<byte> name) => Unlink(name, Libc.AtRemoveDir);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Descriptor >= 0)
        {
            _ = Files.Descriptor.Close(Descriptor);
            Descriptor = -1;
        }
    }

    internal static OpenFolder Of(int descriptor) => new(descriptor, isPathOnly: false);

    internal static Errno Open(int directory, ReadOnlySpan<byte> path, int flags, out OpenFolder? folder)
    {
        folder = null;
        Span<byte> text = stackalloc byte[PathText.Max];
        var error = PathText.Terminate(path, text);
        if (error != Errno.None)
        {
            return error;
        }

        fixed (byte* at = text)
        {
            flags |= OpenFlags.Directory;
            error = Files.Descriptor.OpenIn(directory, at, flags | OpenFlags.ReadOnly, 0, out var descriptor);
            var isPathOnly = error == Errno.EACCES;
            if (isPathOnly)
            {
                error = Files.Descriptor.OpenIn(directory, at, flags | OpenFlags.PathOnly, 0, out descriptor);
            }

            folder = error == Errno.None ? new OpenFolder(descriptor, isPathOnly) : null;
            return error;
        }
    }

    private Errno Unlink(ReadOnlySpan<byte> name, int flags)
    {
        Span<byte> text = stackalloc byte[EntryName.Room];
        var error = EntryName.Terminate(name, text);
        if (error != Errno.None)
        {
            return error;
        }

        fixed (byte* at = text)
        {
            return Libc.UnlinkAt(Descriptor, at, flags) < 0 ? Libc.LastErrno : Errno.None;
        }
    }
}
