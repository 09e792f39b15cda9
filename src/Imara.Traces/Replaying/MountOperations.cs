using Imara.Traces.Model;

namespace Imara.Traces.Replaying;

/// <summary>mount(2).</summary>
internal sealed class MountOperations(ReplayWorld world)
{
    private const int NoExec = 8;
    private const int Remount = 32;
    private const int Bind = 4096;
    private const int Move = 8192;

    /// <summary>Mounts.</summary>
    /// <param name="source">A device, a folder, or a name that means nothing.</param>
    /// <param name="folder">Where; it is made if it is not there.</param>
    /// <param name="type">Type of the file system.</param>
    /// <param name="flags">Those of mount(2).</param>
    /// <param name="options">Options of the file system.</param>
    public Errno Mount(string source, string folder, string type, int flags, string options)
    {
        var point = world.Tree.Find(folder) ?? new NameOperations(world).Create(folder, ModelTree.FolderMode);
        if ((flags & Remount) != 0)
        {
            return Errno.None;
        }

        if ((flags & (Bind | Move)) != 0)
        {
            if (world.Tree.Find(source) is not { } shown)
            {
                return Errno.ENOENT;
            }

            if ((flags & Move) != 0)
            {
                world.Tree.MoveMount(shown, point);
            }
            else
            {
                world.Tree.Mount(shown.Node, point, isNoExec: shown.Mount.IsNoExec);
            }

            return Errno.None;
        }

        var system = world.Tree.FileSystemOf(type, source);
        if (system.IsOverlay)
        {
            system.Root.Layers = [.. LayersOf(options).Select(layer => world.Tree.MakeFolder(layer).Node)];
        }

        world.Tree.Mount(system.Root, point, isNoExec: (flags & NoExec) != 0);
        return Errno.None;
    }

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
