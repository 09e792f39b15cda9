namespace Imara.Traces.Model;

/// <summary>A name as it was reached: in which mount, and which name there.</summary>
internal sealed class ModelEntry(ModelMount mount, ModelNode node)
{
    public ModelMount Mount { get; } = mount;

    public ModelNode Node { get; } = node;

    public ModelInode Inode => Node.Inode;

    /// <summary>The path as the kernel prints it, also of a name that has gone.</summary>
    public string Path
    {
        get
        {
            if (Node.KnownPath is { } known)
            {
                return known;
            }

            var names = new Stack<string>();
            var (mount, node) = (Mount, Node);
            while (true)
            {
                if (node == mount.Root)
                {
                    if (mount.Point is not { } point)
                    {
                        break;
                    }

                    (mount, node) = (point.Mount, point.Node);
                }
                else if (node.Parent is { } folder)
                {
                    names.Push(node.Name);
                    node = folder;
                }
                else
                {
                    break;
                }
            }

            return "/" + string.Join('/', names);
        }
    }
}
