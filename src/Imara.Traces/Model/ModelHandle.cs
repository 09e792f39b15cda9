using Imara.Policy.Loading;

namespace Imara.Traces.Model;

/// <summary>An open file description.</summary>
internal sealed class ModelHandle(ModelEntry entry)
{
    public ModelEntry Entry { get; } = entry;

    public ModelInode Inode => Entry.Inode;

    /// <summary>The path at the time of the open.</summary>
    public string OpenedAs { get; } = entry.Path;

    /// <summary>Policy lines that are written through it; null: it is not the policy file.</summary>
    public PolicyLoad? Policy { get; init; }

    public bool CanRead { get; init; }

    public bool CanWrite { get; init; }

    public bool IsDirect { get; init; }

    public bool IsAppend { get; init; }

    /// <summary>Offset of the next read or write.</summary>
    public int Position { get; set; }

    /// <summary>The descriptor and every mapping made from it.</summary>
    public int References { get; set; } = 1;
}
