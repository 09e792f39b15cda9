using Imara.Linux.Files;

namespace Imara.Linux.Trees;

/// <summary>The roots of a walk: each directory once, whatever path leads to it.</summary>
internal sealed class RootPlan
{
    private readonly HashSet<(ulong Device, ulong Inode)> known = [];

    /// <summary>The roots in order.</summary>
    internal List<DirectoryNode> Nodes { get; } = [];

    /// <summary>Adds a root; the visitor hears why if that is not possible.</summary>
    internal void Add(ReadOnlyMemory<byte> path, ITreeVisitor visitor)
    {
        var error = FileStatus.Read(path.Span, out var status);
        if (error == Errno.None && !status.IsDirectory)
        {
            error = Errno.ENOTDIR;
        }

        if (error != Errno.None)
        {
            visitor.Failed(path.Span, TreeFailure.Directory, error);
        }
        else if (known.Add((status.Device, status.Inode)))
        {
            Nodes.Add(new DirectoryNode(parent: null, [.. path.Span, 0]) { RootDevice = status.Device, Status = status });
        }
    }

    /// <summary>Is this directory, met below a root, a root itself?</summary>
    internal bool IsRoot(in FileStatus status) => Nodes.Count > 1 && known.Contains((status.Device, status.Inode));
}
