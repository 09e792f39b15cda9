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

    // The label of another name of the file, written meanwhile, changes its status too.
    private const int Attempts = 3;

    private readonly int held;
    private int content = -1;

    /// <summary>Takes over a descriptor made with O_PATH.</summary>
    /// <param name="path">What messages call it; bytes as Latin-1.</param>
    /// <param name="held">The descriptor.</param>
    /// <param name="status">Its status.</param>
    public TargetFile(string path, int held, FileStatus status)
    {
        Path = path;
        this.held = held;
        Status = status;
    }

    /// <summary>What messages call it.</summary>
    public string Path { get; }

    /// <summary>Its status when it was found.</summary>
    public FileStatus Status { get; }

    /// <summary>Holds a file; a symbolic link is held itself.</summary>
    public static Errno Hold(string path, out TargetFile? file) => Hold(path, Encoding.Latin1.GetBytes(path), out file);

    /// <summary>Holds a file that is reached by another path than messages call it.</summary>
    public static Errno Hold(string path, ReadOnlySpan<byte> reachedBy, out TargetFile? file)
    {
        file = null;
        var error = Descriptor.Open(reachedBy, OpenFlags.PathOnly | OpenFlags.NoFollow, out var held);
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

        file = new TargetFile(path, held, status);
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
            error = Descriptor.Open(Encoding.ASCII.GetBytes($"/proc/self/fd/{held}"), flags, out content);
        }

        descriptor = content;
        return error;
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
        var error = PathAttributes.Read(held, Encoding.Latin1.GetBytes(name), room, out var length);
        value = error == Errno.None ? room[..length] : [];
        ArrayPool<byte>.Shared.Return(room);
        return error;
    }

    /// <summary>Writes an attribute.</summary>
    public Errno WriteAttribute(string name, ReadOnlySpan<byte> value) => PathAttributes.Write(held, Encoding.Latin1.GetBytes(name), value);

    /// <summary>Removes an attribute; one that is not there is removed already.</summary>
    public Errno RemoveAttribute(string name)
    {
        var error = PathAttributes.Remove(held, Encoding.Latin1.GetBytes(name));
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
    }
}
