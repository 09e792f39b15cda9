namespace Imara.Traces.Model;

/// <summary>A name in the tree; renaming moves it with everything that has it open.</summary>
internal sealed class ModelEntry(string path, ModelInode inode)
{
    public string Path { get; set; } = path;

    public ModelInode Inode { get; } = inode;
}
