using Imara.Traces.Model;

namespace Imara.Traces.Replaying;

/// <summary>What changes names: mounts, folders, links, renames.</summary>
internal sealed class NameOperations(ReplayWorld world)
{
    private const ushort FolderMode = 0x41ed;
    private const ushort FifoMode = 0x11a4;
    private const ushort LinkMode = 0xa1ff;

    public Errno Run(string name, OperationArguments a)
    {
        switch (name)
        {
            case "mount":
                Mount(a);
                break;
            case "mkdir":
                Create(a.Text(0), (ushort)(0x4000 | a.Mode(1)));
                break;
            case "mkfifo":
                Create(a.Text(0), FifoMode);
                break;
            case "rename":
                Rename(a.Text(0), a.Text(1));
                break;
            case "link":
                if (world.Tree.Find(a.Text(0)) is { } entry)
                {
                    world.Tree.Add(a.Text(1), entry.Inode);
                }

                break;
            case "symlink":
                world.Tree.Add(a.Text(1), world.Tree.NewInode(a.Text(1), LinkMode, a.Text(0)));
                break;
            default:
                world.Tree.Remove(a.Text(0));
                break;
        }

        return Errno.None;
    }

    private void Mount(OperationArguments a)
    {
        if (world.Tree.Find(a.Text(1)) is null)
        {
            Create(a.Text(1), FolderMode);
        }

        world.Tree.Mount(a.Text(1), a.Text(2), a.Text(2) == "overlay" ? LayersOf(a.Text(4)) : []);
        world.Tree.Remove(a.Text(1));
        Create(a.Text(1), FolderMode);
    }

    private void Rename(string from, string to)
    {
        // On an overlay the names of the layer below move along.
        var mount = world.Tree.MountOf(from);
        if (mount.Layers.Count > 0)
        {
            world.Tree.Rename(mount.Layers[0] + from[mount.Path.Length..], mount.Layers[0] + to[mount.Path.Length..]);
        }

        world.Tree.Rename(from, to);
    }

    private ModelEntry Create(string path, ushort mode) => world.Tree.Create(path, mode, world.Actor.Creds.Euid, world.Actor.Creds.Egid);

    // The upper layer first, then the lower ones.
    private static List<string> LayersOf(string options)
    {
        var layers = new List<string>();
        foreach (var option in options.Split(','))
        {
            if (option.StartsWith("upperdir=", StringComparison.Ordinal))
            {
                layers.Insert(0, option["upperdir=".Length..]);
            }
            else if (option.StartsWith("lowerdir=", StringComparison.Ordinal))
            {
                layers.AddRange(option["lowerdir=".Length..].Split(':'));
            }
        }

        return layers;
    }
}
