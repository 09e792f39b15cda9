using Imara.Traces.Model;

namespace Imara.Traces.Replaying;

/// <summary>Files of an overlay: found in a lower layer, copied up when they are opened for writing.</summary>
internal sealed class OverlayOperations(ReplayWorld world)
{
    /// <summary>Makes the entry of a path of an overlay from the layer that has it.</summary>
    public void Surface(string path)
    {
        var mount = world.Tree.MountOf(path);
        if (mount.Layers.Count == 0 || world.Tree.Find(path) is not null)
        {
            return;
        }

        foreach (var layer in mount.Layers)
        {
            if (world.Tree.Find(layer + path[mount.Path.Length..])?.Inode is { } real)
            {
                var entry = world.Tree.Create(path, real.Mode, real.Uid, real.Gid);
                entry.Inode.Real = real;
                foreach (var (name, value) in real.Xattrs)
                {
                    entry.Inode.Xattrs[name] = value;
                }

                return;
            }
        }
    }

    /// <summary>A file of the lower layer is opened for writing: its copy in the upper one is used from now on.</summary>
    public void CopyUp(string path)
    {
        var mount = world.Tree.MountOf(path);
        if (mount.Layers.Count == 0 || world.Tree.Find(path) is not { Inode.Real: { } real } entry)
        {
            return;
        }

        var upper = mount.Layers[0] + path[mount.Path.Length..];
        if (world.Tree.Find(upper)?.Inode == real)
        {
            return;
        }

        var copy = world.Tree.Create(upper, real.Mode, real.Uid, real.Gid);
        copy.Inode.CopyFrom(real);
        foreach (var (name, value) in real.Xattrs)
        {
            copy.Inode.Xattrs[name] = value;
        }

        entry.Inode.Real = copy.Inode;
    }

    /// <summary>A new file of an overlay is a new file of its upper layer.</summary>
    public void CreateBelow(ModelEntry entry)
    {
        var mount = entry.Inode.Mount;
        if (mount.Layers.Count > 0)
        {
            entry.Inode.Real = world.Tree.Create(mount.Layers[0] + entry.Path[mount.Path.Length..], entry.Inode.Mode, entry.Inode.Uid, entry.Inode.Gid).Inode;
        }
    }
}
