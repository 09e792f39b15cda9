using System.Buffers;
using System.Text;
using Imara.Appraisal.Files;
using Imara.Linux.Files;

namespace Imara.Cli.Evmctl.Files;

/// <summary>A file that is held but not opened, so that its attributes can be had also where its content may not be read.</summary>
internal sealed class TargetFile : IDisposable
{
    // The kernel takes no longer value.
    private const int LongestValue = 64 << 10;

    private const int CurrentFolder = -100; // AT_FDCWD

    // The label of another name of the file, written meanwhile, changes its status too.
    private const int Attempts = 3;

    private readonly int held;
    private readonly int directory;
    private readonly byte[] name;
    private OpenFolder? owned;
    private int content = -1;

    private TargetFile(string path, int directory, byte[] name, int held, FileStatus status)
    {
        Path = path;
        this.directory = directory;
        this.name = name;
        this.held = held;
        Status = status;
    }

    /// <summary>What messages call it.</summary>
    public string Path { get; }

    /// <summary>Its status when it was found.</summary>
    public FileStatus Status { get; }

    /// <summary>Holds a file; a symbolic link is held itself.</summary>
    public static Errno Hold(string path, out TargetFile? file)
    {
        var bytes = Encoding.Latin1.GetBytes(path);
        var error = OpenFolder.OpenAbove(bytes, out var folder, out var name);

        // A path that ends in no name, such as `..`, is a directory's.
        error = error is Errno.None or Errno.EISDIR ? Hold(path, folder?.Descriptor ?? CurrentFolder, folder is null ? bytes : name, out file) : Fail(error, out file);
        if (file is null)
        {
            folder?.Dispose();
        }
        else
        {
            file.owned = folder;
        }

        return error;
    }

    /// <summary>Holds a file by its name in an open folder, which stays open as long as the file is used.</summary>
    /// <param name="path">What messages call it; bytes as Latin-1.</param>
    /// <param name="directory">The folder.</param>
    /// <param name="name">The name.</param>
    /// <param name="file">The file; null on failure.</param>
    public static Errno Hold(string path, int directory, byte[] name, out TargetFile? file)
    {
        file = null;
        var error = Descriptor.Open(directory, name, OpenFlags.PathOnly | OpenFlags.NoFollow, out var held);
        if (error != Errno.None)
        {
            return error;
        }

        error = FileStatus.Read(held, out var status);
        if (error != Errno.None)
        {
            Descriptor.Close(held);
            return error;
        }

        file = new TargetFile(path, directory, name, held, status);
        return Errno.None;
    }

    /// <summary>Opens the content for reading; an access like any other.</summary>
    /// <param name="descriptor">The descriptor, closed together with this object.</param>
    public Errno OpenContent(out int descriptor)
    {
        var error = Errno.None;
        if (content < 0)
        {
            var flags = OpenFlags.ReadOnly | OpenFlags.NonBlocking | OpenFlags.NoTerminal;
            error = PathAttributes.IsPossible
                ? Descriptor.Open(Encoding.ASCII.GetBytes($"/proc/self/fd/{held}"), flags, out content)
                : Reopen(flags);
        }

        descriptor = content;
        return error;
    }

    /// <summary>Puts a file beside this one, in the folder that this one is in.</summary>
    /// <param name="suffix">What follows the name of this one.</param>
    /// <param name="value">What it holds.</param>
    public Errno PutBeside(string suffix, ReadOnlySpan<byte> value)
    {
        const int EveryonesReadWrite = 0x1B6;
        return Replacement.Put(directory, [.. name, .. Encoding.ASCII.GetBytes(suffix)], value, EveryonesReadWrite);
    }

    /// <summary>The digest of the content of a regular file that nobody changes meanwhile.</summary>
    /// <param name="digester">Of this thread.</param>
    /// <param name="algo">The algorithm.</param>
    /// <param name="digest">The digest; null on failure.</param>
    /// <param name="reason">Why there is none.</param>
    public bool TryDigest(FileDigester digester, HashAlgo algo, out Digest? digest, out string reason)
    {
        digest = null;
        reason = string.Empty;
        if (!Status.IsRegularFile)
        {
            reason = "is no regular file";
            return false;
        }

        var error = OpenContent(out var descriptor);
        for (var attempt = 0; error == Errno.None && attempt < Attempts; attempt++)
        {
            error = FileStatus.Read(descriptor, out var before);
            error = error == Errno.None ? digester.Compute(descriptor, algo, out digest) : error;
            var after = before;
            error = error == Errno.None ? FileStatus.Read(descriptor, out after) : error;
            if (error == Errno.None && after == before)
            {
                return true;
            }
        }

        digest = null;
        reason = error == Errno.None ? "was changed while it was read" : "cannot be read: " + ErrnoText.Of(error);
        return false;
    }

    /// <summary>Reads an attribute.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value; empty on failure.</param>
    /// <returns>ENODATA if the file has none of that name.</returns>
    public Errno ReadAttribute(string name, out byte[] value)
    {
        value = [];
        var room = ArrayPool<byte>.Shared.Rent(LongestValue);
        var length = 0;
        var descriptor = held;
        var error = PathAttributes.IsPossible ? PathAttributes.Read(held, Encoding.Latin1.GetBytes(name), room, out length) : OpenContent(out descriptor);
        error = error == Errno.None && descriptor != held ? ExtendedAttributes.Read(descriptor, Encoding.Latin1.GetBytes(name), room, out length) : error;
        value = error == Errno.None ? room[..length] : [];
        ArrayPool<byte>.Shared.Return(room);
        return error;
    }

    /// <summary>Writes an attribute.</summary>
    public Errno WriteAttribute(string name, ReadOnlySpan<byte> value)
    {
        if (PathAttributes.IsPossible)
        {
            return PathAttributes.Write(held, Encoding.Latin1.GetBytes(name), value);
        }

        var error = OpenContent(out var descriptor);
        return error == Errno.None ? ExtendedAttributes.Write(descriptor, Encoding.Latin1.GetBytes(name), value) : error;
    }

    /// <summary>Removes an attribute; one that is not there is removed already.</summary>
    public Errno RemoveAttribute(string name)
    {
        var descriptor = held;
        var error = PathAttributes.IsPossible ? PathAttributes.Remove(held, Encoding.Latin1.GetBytes(name)) : OpenContent(out descriptor);
        error = error == Errno.None && descriptor != held ? ExtendedAttributes.Remove(descriptor, Encoding.Latin1.GetBytes(name)) : error;
        return error == Errno.ENODATA ? Errno.None : error;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Descriptor.Close(held);
        if (content >= 0)
        {
            Descriptor.Close(content);
        }

        owned?.Dispose();
    }

    private static Errno Fail(Errno error, out TargetFile? file)
    {
        file = null;
        return error;
    }

    // What is held can be opened through /proc alone; without it, what the name means must still be what is held.
    private Errno Reopen(int flags)
    {
        var error = Descriptor.Open(directory, name, flags | OpenFlags.NoFollow, out var opened);
        if (error != Errno.None)
        {
            return error;
        }

        error = FileStatus.Read(opened, out var status);
        if (error == Errno.None && (status.Inode, status.Device) == (Status.Inode, Status.Device))
        {
            content = opened;
            return Errno.None;
        }

        Descriptor.Close(opened);
        return error == Errno.None ? Errno.ESTALE : error;
    }
}
