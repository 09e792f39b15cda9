using Imara.Linux.Files;

namespace Imara.Linux.Trees;

/// <summary>A directory that waits to be visited, or whose directories do; open from its visit until the last of these is opened.</summary>
internal sealed class DirectoryNode(DirectoryNode? parent, byte[] name)
{
    private readonly OpenFolder? folder;
    private int users = 1;

    /// <summary>A directory that no walk has met.</summary>
    internal DirectoryNode(OpenFolder folder)
        : this(null, [0])
    {
        this.folder = folder;
        Descriptor = folder.Descriptor;
    }

    /// <summary>The directory above; null for a root.</summary>
    internal DirectoryNode? Parent => parent;

    /// <summary>The name in it, or the path of a root, and a NUL.</summary>
    internal ReadOnlySpan<byte> TerminatedName => name;

    /// <summary>Without the NUL.</summary>
    internal ReadOnlySpan<byte> Name => name.AsSpan(..^1);

    internal FileStatus Status { get; set; }

    internal int Descriptor { get; set; } = -1;

    internal ulong State { get; set; }

    /// <summary>The device that the walk began on.</summary>
    internal ulong RootDevice { get; set; }

    /// <summary>One more directory in this one will be opened through it.</summary>
    internal void Hold() => Interlocked.Increment(ref users);

    /// <summary>One user less; the last one closes the directory.</summary>
    internal void Release()
    {
        if (Interlocked.Decrement(ref users) == 0 && Descriptor >= 0)
        {
            if (folder is null)
            {
                Files.Descriptor.Close(Descriptor);
            }

            folder?.Dispose();
            Descriptor = -1;
        }
    }

    /// <summary>Is a directory one of those above?</summary>
    internal bool IsBelow(in FileStatus status)
    {
        for (var above = Parent; above is not null; above = above.Parent)
        {
            if (above.Status.Inode == status.Inode && above.Status.Device == status.Device)
            {
                return true;
            }
        }

        return false;
    }
}
