using Imara.Linux.Files;
using Imara.Linux.Interop;

namespace Imara.Linux.Trees;

/// <summary>One thread of a walk.</summary>
internal sealed unsafe class TreeWorker(DirectoryQueue queue, RootPlan roots, ITreeVisitor visitor, TreeWalkOptions options)
{
    private const int BufferSize = 64 << 10;
    private const int StatusFlags = Libc.AtSymlinkNoFollow | Libc.AtNoAutomount;

    private readonly byte[] entries = GC.AllocateUninitializedArray<byte>(BufferSize, pinned: true);
    private readonly List<DirectoryNode> found = [];
    private readonly PathBuilder path = new();

    /// <summary>Visits directories until none is left.</summary>
    internal void Run()
    {
        while (queue.TryTake(out var node))
        {
            Visit(node);
            queue.Finished();
        }
    }

    private void Visit(DirectoryNode node)
    {
        path.Set(node);
        var isOpen = TryOpen(node);
        node.Parent?.Release();
        if (isOpen)
        {
            var directory = new TreeDirectory(path.Span, node.Status, node.Descriptor, 0);
            node.State = visitor.Enter(directory, node.Parent?.State ?? 0);
            ReadEntries(node);
            path.Cut();
            visitor.Leave(new TreeDirectory(path.Span, node.Status, node.Descriptor, node.State));

            // Before this one lets go of itself: they are opened through it.
            queue.Add(found);
            found.Clear();
        }

        node.Release();
    }

    private bool TryOpen(DirectoryNode node)
    {
        var directory = node.Parent?.Descriptor ?? Libc.AtFdCwd;
        fixed (byte* name = node.TerminatedName)
        {
            // Not opened before it is known to be wanted: opening could mount something, or wait for a server.
            if (node.Parent is { } parent)
            {
                var error = FileStatus.Read(directory, name, StatusFlags, out var status);
                if (error != Errno.None || !status.IsDirectory)
                {
                    return Fail(error == Errno.None ? Errno.ENOTDIR : error);
                }

                if (!IsWanted(node, parent, status))
                {
                    return false;
                }

                node.RootDevice = parent.RootDevice;
            }

            var flags = OpenFlags.ReadOnly | OpenFlags.NonBlocking | OpenFlags.Directory | (node.Parent is null ? 0 : OpenFlags.NoFollow);
            var failure = Descriptor.OpenIn(directory, name, flags, 0, out var descriptor);
            if (failure != Errno.None)
            {
                return Fail(failure);
            }

            node.Descriptor = descriptor;
            failure = FileStatus.Read(descriptor, out var opened);
            node.Status = opened;
            return failure == Errno.None || Fail(failure);
        }
    }

    private bool IsWanted(DirectoryNode node, DirectoryNode parent, in FileStatus status)
    {
        var reason = roots.IsRoot(status) ? TreeFailure.OtherRoot
            : status.Device != parent.RootDevice && !options.AllFileSystems ? TreeFailure.OtherFileSystem
            : (status.MountKey == 0 || status.MountKey != parent.Status.MountKey) && node.IsBelow(status) ? TreeFailure.Loop
            : default(TreeFailure?);
        if (reason is { } why)
        {
            visitor.Failed(path.Span, why, Errno.None);
        }

        return reason is null;
    }

    private bool Fail(Errno error)
    {
        // What is no directory any more was another one when its name was read.
        visitor.Failed(path.Span, error is Errno.ENOENT or Errno.ENOTDIR or Errno.ELOOP ? TreeFailure.Vanished : TreeFailure.Directory, error);
        return false;
    }

    private void ReadEntries(DirectoryNode node)
    {
        fixed (byte* at = entries)
        {
            while (true)
            {
                var length = Libc.GetDents64(node.Descriptor, at, BufferSize);
                if (length == 0)
                {
                    return;
                }

                if (length < 0)
                {
                    path.Cut();

                    // A directory removed while it is read has no entries.
                    if (Libc.LastErrno != Errno.ENOENT)
                    {
                        visitor.Failed(path.Span, TreeFailure.Directory, Libc.LastErrno);
                    }

                    return;
                }

                var reader = new DirectoryEntryReader(entries.AsSpan(0, (int)length));
                while (reader.TryRead(out var type, out var nameOffset, out var nameLength))
                {
                    Take(node, type, at + nameOffset, nameLength);
                }
            }
        }
    }

    private void Take(DirectoryNode node, byte type, byte* name, int nameLength)
    {
        if (type is not (DirectoryEntryReader.DirectoryType or DirectoryEntryReader.RegularType or DirectoryEntryReader.UnknownType))
        {
            return;
        }

        if (type != DirectoryEntryReader.DirectoryType)
        {
            path.Name(new ReadOnlySpan<byte>(name, nameLength));
            if (options.WithoutStatus && type == DirectoryEntryReader.RegularType)
            {
                visitor.File(new TreeFile(path.Span, default, node, name, nameLength));
                return;
            }

            var error = FileStatus.Read(node.Descriptor, name, StatusFlags, out var status);
            if (error != Errno.None)
            {
                visitor.Failed(path.Span, error == Errno.ENOENT ? TreeFailure.Vanished : TreeFailure.Status, error);
                return;
            }

            if (status.IsRegularFile)
            {
                // A single file can be a mount, too.
                if (status.Device != node.RootDevice && status.Device != node.Status.Device && !options.AllFileSystems)
                {
                    visitor.Failed(path.Span, TreeFailure.OtherFileSystem, Errno.None);
                    return;
                }

                visitor.File(new TreeFile(path.Span, status, node, name, nameLength));
            }

            if (!status.IsDirectory)
            {
                return;
            }
        }

        node.Hold();
        found.Add(new DirectoryNode(node, new ReadOnlySpan<byte>(name, nameLength + 1).ToArray()));
    }
}
