using Imara.Linux.Files;
using Imara.Linux.Interop;

namespace Imara.Linux.Trees;

/// <summary>Where a walk met a regular file. Keeps the directory open until <see cref="Release"/>, which has to be called once.</summary>
public readonly struct FilePlace
{
    private readonly DirectoryNode? directory;
    private readonly bool isGiven;
    private readonly bool follows;

    /// <summary>The place of a file that is given by its path; there is nothing to release.</summary>
    public static FilePlace Anywhere => default;

    /// <summary>The place of a file that is given by its path, and by symbolic links to it, which are followed when it is opened; there is nothing to release.</summary>
    public static FilePlace BehindLinks => new(null, isGiven: true, follows: true);

    /// <summary>True if symbolic links are followed to it.</summary>
    public bool IsBehindLinks => follows;

    internal FilePlace(DirectoryNode directory)
    {
        directory.Hold();
        this.directory = directory;
    }

    private FilePlace(DirectoryNode? directory, bool isGiven, bool follows)
    {
        this.directory = directory;
        this.isGiven = isGiven;
        this.follows = follows;
    }

    /// <summary>True if it has no directory that is held open.</summary>
    public bool IsAnywhere => directory is null;

    /// <summary>The place of a file that is given by its path, in the directory it is in now: what is opened and what is put beside it are in the same one.</summary>
    /// <param name="path">The path.</param>
    /// <param name="followsLink">A symbolic link at its end is followed when the file is opened; what is put beside it is beside the link.</param>
    /// <param name="place">The place, to be released; anywhere on failure.</param>
    /// <param name="nameLength">Length of the name at the end of the path in bytes.</param>
    public static Errno Find(ReadOnlySpan<byte> path, bool followsLink, out FilePlace place, out int nameLength)
    {
        place = default;
        var error = TargetPlace.Find(path, followsLink: false, out var folder, out var name);
        nameLength = name.Length;
        if (error == Errno.None)
        {
            place = new FilePlace(new DirectoryNode(folder!), isGiven: true, followsLink);
        }

        return error;
    }

    /// <summary>Opens the file for reading, or holds it.</summary>
    /// <param name="name">Its name, or the path of one anywhere, with a NUL behind.</param>
    /// <param name="isHeld">Hold it by O_PATH, which is no access to it, for <see cref="PathAttributes"/>.</param>
    /// <param name="allFileSystems">Also if it is mounted there from another file system.</param>
    /// <param name="descriptor">The descriptor, to be closed by the caller; -1 on failure.</param>
    /// <param name="status">The status of the open file.</param>
    /// <returns>ESTALE if the name means no regular file any more; EXDEV if it is mounted there from another file system.</returns>
    public unsafe Errno Open(ReadOnlySpan<byte> name, bool isHeld, bool allFileSystems, out int descriptor, out FileStatus status)
    {
        status = default;
        var flags = isHeld ? OpenFlags.PathOnly : OpenFlags.ReadOnly | OpenFlags.NonBlocking | OpenFlags.NoTerminal;
        flags |= follows ? 0 : OpenFlags.NoFollow;
        fixed (byte* at = name)
        {
            var error = Descriptor.OpenIn(directory?.Descriptor ?? Libc.AtFdCwd, at, flags, 0, out descriptor);
            if (error != Errno.None)
            {
                return error;
            }
        }

        var failure = FileStatus.Read(descriptor, out status);
        failure = failure != Errno.None ? failure
            : !status.IsRegularFile ? Errno.ESTALE
            : !allFileSystems && directory is not null && !isGiven && status.Device != directory.Status.Device && status.Device != directory.RootDevice ? Errno.EXDEV
            : Errno.None;
        if (failure != Errno.None)
        {
            Descriptor.Close(descriptor);
            descriptor = -1;
        }

        return failure;
    }

    /// <summary>Puts a whole file beside this one, in the place of one that is there.</summary>
    /// <param name="name">Its name, without a NUL.</param>
    /// <param name="content">What it holds.</param>
    /// <param name="mode">Permission bits, before the umask.</param>
    /// <returns>EBADF if no directory is held.</returns>
    public Errno PutBeside(ReadOnlySpan<byte> name, ReadOnlySpan<byte> content, int mode) =>
        directory is null ? Errno.EBADF : Replacement.Put(directory.Descriptor, name, content, mode);

    /// <summary>Lets go of the directory.</summary>
    public void Release() => directory?.Release();
}
