using Imara.Evaluation;
using Imara.Policy.Rules;

namespace Imara.Appraisal.Files;

/// <summary>What the rules may ask of a file system.</summary>
/// <param name="Magic">Magic number of the super block.</param>
/// <param name="Name">Name of the type, such as <c>ext4</c>; empty if the mount is not visible from here.</param>
/// <param name="Subtype">What stood after the dot of the type; null if nothing did.</param>
/// <param name="Uuid">UUID of the super block; nil where there is none or the kernel (before 6.9) does not tell.</param>
public sealed record FileSystemIdentity(ulong Magic, ByteString Name, ByteString? Subtype, FsUuid Uuid)
{
    /// <summary>What rules ask about a file on it.</summary>
    /// <param name="owner">Owner of the file.</param>
    /// <param name="group">Its group.</param>
    /// <param name="label">Its label; empty: none, or nobody asks.</param>
    internal FileFacts FactsOf(uint owner, uint group, ByteString label = default) => new()
    {
        Fowner = owner,
        Fgroup = group,
        FsMagic = Magic,
        FsName = Name,
        FsSubtype = Subtype,
        FsUuid = Uuid,
        Label = label,
    };
}
