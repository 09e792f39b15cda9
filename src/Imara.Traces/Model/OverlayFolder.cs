namespace Imara.Traces.Model;

/// <summary>A folder of an overlay: what its layers have appears when it is named, and is copied to the upper one by what changes it.</summary>
internal static class OverlayFolder
{
    /// <summary>What the layers have under a name, as a node of the overlay; null: nothing, or no overlay.</summary>
    public static ModelNode? Surface(ModelNode folder, string name)
    {
        if (folder.Layers.Count == 0 || folder.Hidden.Contains(name))
        {
            return null;
        }

        List<ModelNode?> found = [.. folder.Layers.Select(layer => layer?.Children.GetValueOrDefault(name))];
        if (found.Find(node => node is not null) is not { } shown)
        {
            return null;
        }

        var real = shown.Inode;
        var inode = folder.Inode.FileSystem.NewInode(real.Mode, real.LinkTarget);
        (inode.Uid, inode.Gid) = (real.Uid, real.Gid);
        inode.CopyAttributesOf(real);
        var node = folder.Add(name, inode);
        if (real.IsDirectory)
        {
            node.Layers = [.. found.Select(layer => layer is { Inode.IsDirectory: true } ? layer : null)];
        }
        else
        {
            inode.Real = real;
        }

        return node;
    }

    /// <summary>A new file of an overlay is a new file of its upper layer.</summary>
    public static void CreateBelow(ModelNode node)
    {
        if (node.Parent is { Layers.Count: > 0 } folder)
        {
            var inode = node.Inode;
            var real = Upper(folder).Inode.FileSystem.NewInode(inode.Mode, inode.LinkTarget);
            (real.Uid, real.Gid) = (inode.Uid, inode.Gid);
            inode.Real = Upper(folder).Add(node.Name, real).Inode;
        }
    }

    /// <summary>A file of a lower layer is about to change: its copy in the upper one is used from now on.</summary>
    public static void CopyUp(ModelNode node)
    {
        if (node.Parent is not { Layers.Count: > 0 } folder || node.Inode.Real is not { } real || Upper(folder).Children.GetValueOrDefault(node.Name)?.Inode == real)
        {
            return;
        }

        var copy = Upper(folder).Inode.FileSystem.NewInode(real.Mode);
        (copy.Uid, copy.Gid) = (real.Uid, real.Gid);
        copy.CopyFrom(real);
        copy.CopyAttributesOf(real);
        node.Inode.Real = Upper(folder).Add(node.Name, copy).Inode;
    }

    /// <summary>The same name in the upper layer; null if it is no overlay or the layer has none.</summary>
    public static ModelNode? InUpper(ModelNode node) => node.Parent is { Layers.Count: > 0 } folder ? folder.Layers[0]?.Children.GetValueOrDefault(node.Name) : null;

    /// <summary>The folder of the upper layer, made if need be.</summary>
    public static ModelNode Upper(ModelNode folder)
    {
        if (folder.Layers[0] is { } upper)
        {
            return upper;
        }

        var above = Upper(folder.Parent!);
        upper = above.Add(folder.Name, above.Inode.FileSystem.NewInode(folder.Inode.Mode));
        folder.Layers = [upper, .. folder.Layers.Skip(1)];
        return upper;
    }
}
