namespace Imara.Traces.Model;

/// <summary>A name in a folder. What has it open keeps it after the name has gone.</summary>
internal sealed class ModelNode(string name, ModelNode? parent, ModelInode inode)
{
    public string Name { get; private set; } = name;

    /// <summary>The folder; null for the root of a file system. A name that has gone keeps it.</summary>
    public ModelNode? Parent { get; private set; } = parent;

    public ModelInode Inode { get; } = inode;

    public Dictionary<string, ModelNode> Children { get; } = new(StringComparer.Ordinal);

    /// <summary>In an overlay: the folders that this one shows, the upper one first; null there if the upper layer has none.</summary>
    public IReadOnlyList<ModelNode?> Layers { get; set; } = [];

    /// <summary>In an overlay: names that are gone although a lower layer has them.</summary>
    public HashSet<string> Hidden { get; } = new(StringComparer.Ordinal);

    /// <summary>The path where it is not the one that folders and mounts give; null: it is.</summary>
    public string? KnownPath { get; set; }

    public ModelNode Add(string child, ModelInode inode)
    {
        var node = new ModelNode(child, this, inode);
        Children[child] = node;
        return node;
    }

    /// <summary>Takes the name away.</summary>
    public void Remove()
    {
        if (Parent is { } folder && folder.Children.GetValueOrDefault(Name) == this)
        {
            folder.Children.Remove(Name);
        }
    }

    /// <summary>True if it is this folder, or lies below it.</summary>
    public bool IsIn(ModelNode folder)
    {
        for (var node = this; node is not null; node = node.Parent)
        {
            if (node == folder)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Gives it another name; what had that name keeps it as one that has gone.</summary>
    public void Move(ModelNode folder, string to)
    {
        Remove();
        (Parent, Name) = (folder, to);
        folder.Children[to] = this;
    }
}
