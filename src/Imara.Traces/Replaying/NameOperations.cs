using Imara.Traces.Model;

namespace Imara.Traces.Replaying;

/// <summary>What changes names: folders, links, renames.</summary>
internal sealed class NameOperations(ReplayWorld world)
{
    private const ushort FifoMode = 0x11a4;

    public Errno Run(string name, OperationArguments a)
    {
        switch (name)
        {
            case "mkdir":
                _ = Create(a.Text(0), (ushort)(0x4000 | a.Mode(1)));
                break;
            case "mkfifo":
                _ = Create(a.Text(0), FifoMode);
                break;
            case "rename":
                Rename(a.Text(0), a.Text(1));
                break;
            case "link":
                Link(a.Text(0), a.Text(1));
                break;
            case "symlink":
                world.Tree.Link(a.Text(1), a.Text(0));
                break;
            default:
                Unlink(a.Text(0));
                break;
        }

        return Errno.None;
    }

    /// <summary>A new file of the actor.</summary>
    public ModelEntry Create(string path, ushort mode)
    {
        var entry = world.Tree.Create(path, mode, world.Actor.Creds.Euid, world.Actor.Creds.Egid);
        OverlayFolder.CreateBelow(entry.Node);
        return entry;
    }

    private void Link(string from, string to)
    {
        if (world.Tree.FindLink(from) is { } entry)
        {
            OverlayFolder.CopyUp(entry.Node);
            var made = world.Tree.Add(to, entry.Inode);
            if (entry.Inode.Real is { } real && made.Node.Parent is { Layers.Count: > 0 } folder)
            {
                OverlayFolder.Upper(folder).Add(made.Node.Name, real);
            }
        }
    }

    private void Rename(string from, string to)
    {
        if (world.Tree.FindLink(from) is not { } entry || world.Tree.Look(to, follows: false) is not { Folder: { } folder } place)
        {
            return;
        }

        // Two names of one file stay as they are; a folder does not move into itself, and not to another file system.
        if (place.Found?.Inode == entry.Inode || folder.Node.IsIn(entry.Node) || entry.Inode.FileSystem != folder.Inode.FileSystem)
        {
            return;
        }

        OverlayFolder.CopyUp(entry.Node);
        var upper = OverlayFolder.InUpper(entry.Node);
        entry.Node.Parent?.Hidden.Add(entry.Node.Name);
        place.Found?.Node.Remove();
        if (upper is not null && folder.Node.Layers.Count > 0)
        {
            upper.Move(OverlayFolder.Upper(folder.Node), place.Name);
        }

        entry.Node.Move(folder.Node, place.Name);
    }

    private void Unlink(string path)
    {
        if (world.Tree.FindLink(path)?.Node is { } node)
        {
            OverlayFolder.InUpper(node)?.Remove();
            node.Parent?.Hidden.Add(node.Name);
            node.Remove();
        }
    }
}
