using Imara.Linux.Interop;
using Microsoft.Win32.SafeHandles;

namespace Imara.Linux.Files;

/// <summary>A file that is made beside its place and moved there when it is whole: a reader finds what was there before or all of the new one.</summary>
/// <remarks>All of it happens in one folder that is held open, so that who can rename folders leads nothing elsewhere. What is not placed is removed.</remarks>
public sealed unsafe class Replacement : IDisposable
{
    private const int OwnerOnly = 0x180; // 0600
    private const int Exclusive = 0x80; // O_EXCL
    private const int Tries = 64;

    private readonly int directory;
    private readonly OpenFolder? owned;
    private readonly byte[] name;
    private readonly SafeFileHandle file;
    private byte[]? beside;
    private FileStream? stream;

    private Replacement(int directory, OpenFolder? owned, byte[] name, byte[] beside, int descriptor)
    {
        this.directory = directory;
        this.owned = owned;
        this.name = name;
        this.beside = beside;
        file = new SafeFileHandle(descriptor, ownsHandle: true);
    }

    /// <summary>The new file, not to be closed by others.</summary>
    public int Descriptor => (int)file.DangerousGetHandle();

    /// <summary>Where to write. It throws what streams throw; <see cref="Write"/> does not.</summary>
    public FileStream Stream => stream ??= new FileStream(file, FileAccess.Write);

    /// <summary>Begins a file at a path.</summary>
    /// <param name="path">The path, without a NUL, at most 4,095 bytes.</param>
    /// <param name="followsLink">A link under the last name stays, and what it leads to is replaced; else the link is.</param>
    /// <param name="made">The file, to be disposed of by the caller; null on failure.</param>
    /// <param name="mode">Permission bits, before the umask.</param>
    /// <returns>EISDIR if the path cannot be a file's; EACCES also for a link that somebody else left in a folder such as /tmp.</returns>
    public static Errno Begin(ReadOnlySpan<byte> path, bool followsLink, out Replacement? made, int mode = OwnerOnly)
    {
        made = null;
        var error = TargetPlace.Find(path, followsLink, out var folder, out var name);
        if (error != Errno.None)
        {
            return error;
        }

        error = Begin(folder!.Descriptor, folder, name, mode, out made);
        if (error != Errno.None)
        {
            folder.Dispose();
        }

        return error;
    }

    /// <summary>Begins a file in an open folder.</summary>
    /// <param name="directory">The folder, open until the file is placed or disposed of.</param>
    /// <param name="name">The name it gets, without a slash or NUL; empty if that is told when it is placed.</param>
    /// <param name="made">The file, to be disposed of by the caller; null on failure.</param>
    /// <param name="mode">Permission bits, before the umask.</param>
    public static Errno Begin(int directory, ReadOnlySpan<byte> name, out Replacement? made, int mode = OwnerOnly)
    {
        made = null;
        return name.Length == 0 || EntryName.IsOne(name) ? Begin(directory, null, name.ToArray(), mode, out made) : Errno.EINVAL;
    }

    /// <summary>Puts a whole file at a path, in the place of one that is there.</summary>
    /// <param name="path">The path, without a NUL, at most 4,095 bytes.</param>
    /// <param name="followsLink">A link under the last name stays, and what it leads to is replaced; else the link is.</param>
    /// <param name="content">What it holds.</param>
    /// <param name="mode">Permission bits, before the umask.</param>
    public static Errno Put(ReadOnlySpan<byte> path, bool followsLink, ReadOnlySpan<byte> content, int mode)
    {
        var error = Begin(path, followsLink, out var made, mode);
        return error == Errno.None ? Finish(made!, content) : error;
    }

    /// <summary>Puts a whole file into an open folder, in the place of one that is there.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="name">The name, without a slash or NUL.</param>
    /// <param name="content">What it holds.</param>
    /// <param name="mode">Permission bits, before the umask.</param>
    public static Errno Put(int directory, ReadOnlySpan<byte> name, ReadOnlySpan<byte> content, int mode)
    {
        if (name.Length == 0)
        {
            return Errno.EINVAL;
        }

        var error = Begin(directory, name, out var made, mode);
        return error == Errno.None ? Finish(made!, content) : error;
    }

    /// <summary>Puts a symbolic link into an open folder, in the place of a file or link that is there.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="name">The name, without a slash or NUL.</param>
    /// <param name="target">What it holds, without a NUL.</param>
    public static Errno PutLink(int directory, ReadOnlySpan<byte> name, ReadOnlySpan<byte> target)
    {
        Span<byte> place = stackalloc byte[EntryName.Room];
        Span<byte> text = stackalloc byte[PathText.Max];
        var error = EntryName.Terminate(name, place);
        error = error == Errno.None ? PathText.Terminate(target, text) : error;
        for (var attempt = 0; error is Errno.None or Errno.EEXIST && attempt < Tries; attempt++)
        {
            fixed (byte* at = TemporaryName.Next(), targetAt = text, placeAt = place)
            {
                error = Libc.SymLinkAt(targetAt, directory, at) < 0 ? Libc.LastErrno : Errno.None;
                if (error != Errno.None)
                {
                    continue;
                }

                if (Libc.RenameAt(directory, at, directory, placeAt) == 0)
                {
                    return Synchronise(directory);
                }

                error = Libc.LastErrno;
                _ = Libc.UnlinkAt(directory, at, 0);
                return error;
            }
        }

        return error;
    }

    /// <summary>Writes at the end.</summary>
    public Errno Write(ReadOnlySpan<byte> content)
    {
        fixed (byte* at = content)
        {
            for (var written = 0; written < content.Length;)
            {
                var count = Libc.WriteBare(Descriptor, at + written, (nuint)(content.Length - written));
                if (count > 0)
                {
                    written += (int)count;
                }
                else if (count == 0)
                {
                    return Errno.EIO;
                }
                else if (Libc.LastErrno != Errno.EINTR)
                {
                    return Libc.LastErrno;
                }
            }
        }

        return Errno.None;
    }

    /// <summary>Moves the file to its place when it is on the disk, and the folder after it.</summary>
    /// <param name="overwrites">Replaces what is there; else that is EEXIST.</param>
    /// <returns>On failure the place holds what it held before, unless only the folder could not be put on the disk.</returns>
    public Errno Place(bool overwrites = true) => Place(name, overwrites);

    /// <summary>Moves the file to a name that was not known when it was begun.</summary>
    /// <param name="under">The name, without a slash or NUL.</param>
    /// <param name="overwrites">Replaces what is there; else that is EEXIST.</param>
    /// <returns>As of <see cref="Place(bool)"/>.</returns>
    public Errno Place(ReadOnlySpan<byte> under, bool overwrites = true)
    {
        if (beside is null)
        {
            return Errno.EINVAL;
        }

        try
        {
            stream?.Flush();
        }
        catch (IOException error)
        {
            return IoErrors.Of(error);
        }

        if (Libc.FSync(Descriptor) < 0)
        {
            return Libc.LastErrno;
        }

        var moved = Move(under, overwrites);
        if (moved != Errno.None)
        {
            return moved;
        }

        beside = null;
        return owned is { IsPathOnly: true } ? Errno.None : Synchronise(directory);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (beside is not null)
        {
            fixed (byte* at = beside)
            {
                _ = Libc.UnlinkAt(directory, at, 0);
            }

            beside = null;
        }

        try
        {
            stream?.Dispose();
        }
        catch (IOException)
        {
            // What could not be written was told when it was written, and the file is gone.
        }

        file.Dispose();
        owned?.Dispose();
    }

    private static Errno Finish(Replacement made, ReadOnlySpan<byte> content)
    {
        using (made)
        {
            var error = made.Write(content);
            return error == Errno.None ? made.Place() : error;
        }
    }

    private static Errno Begin(int directory, OpenFolder? owned, byte[] name, int mode, out Replacement? made)
    {
        made = null;
        var flags = OpenFlags.WriteOnly | OpenFlags.Create | Exclusive | OpenFlags.NoFollow;
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var candidate = TemporaryName.Next();
            fixed (byte* at = candidate)
            {
                var error = Files.Descriptor.OpenIn(directory, at, flags, mode, out var descriptor);
                if (error == Errno.None)
                {
                    made = new Replacement(directory, owned, name, candidate, descriptor);
                }

                if (error != Errno.EEXIST)
                {
                    return error;
                }
            }
        }

        return Errno.EEXIST;
    }

    private Errno Move(ReadOnlySpan<byte> under, bool overwrites)
    {
        Span<byte> target = stackalloc byte[EntryName.Room];
        var error = EntryName.Terminate(under, target);
        if (error != Errno.None)
        {
            return error;
        }

        fixed (byte* from = beside, to = target)
        {
            if (overwrites)
            {
                return Libc.RenameAt(directory, from, directory, to) < 0 ? Libc.LastErrno : Errno.None;
            }

            if (Libc.RenameAt2(directory, from, directory, to, Libc.RenameNoReplace) == 0)
            {
                return Errno.None;
            }

            // Some file systems cannot do that, but have names that are given once.
            return Libc.LastErrno != Errno.EINVAL ? Libc.LastErrno
                : Libc.LinkAt(directory, from, directory, to, 0) < 0 ? Libc.LastErrno
                : Libc.UnlinkAt(directory, from, 0) < 0 ? Libc.LastErrno
                : Errno.None;
        }
    }

    // Without it the new name may be gone after a power failure, though the file is not.
    private static Errno Synchronise(int directory) =>
        Libc.FSync(directory) == 0 || Libc.LastErrno is Errno.EINVAL or Errno.EBADF ? Errno.None : Libc.LastErrno;
}
