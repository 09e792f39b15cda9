using Imara.Policy.Rules;

namespace Imara.Evaluation;

/// <summary>What rules can ask about a file.</summary>
/// <remarks>docs/reference/policy.md 4.2.</remarks>
public sealed record FileFacts
{
    /// <summary>Owner as seen through the mount.</summary>
    public uint Fowner { get; init; }

    /// <summary>Group as seen through the mount.</summary>
    public uint Fgroup { get; init; }

    /// <summary>Superblock magic.</summary>
    public ulong FsMagic { get; init; }

    /// <summary>Name of the file system type.</summary>
    public ByteString FsName
    {
        get;
        init
        {
            field = value;
            FsNameHash = RuleIndex.HashOf(value);
        }
    }

    /// <summary>Subtype given at mount; null: none, which no rule matches.</summary>
    public ByteString? FsSubtype { get; init; }

    /// <summary>Superblock UUID; nil where the file system sets none.</summary>
    public FsUuid FsUuid { get; init; }

    /// <summary>Label of the file for obj_* conditions; empty: none.</summary>
    public ByteString Label { get; init; }

    /// <summary>Key of <see cref="FsName"/> in a <see cref="RuleIndex"/>.</summary>
    internal ulong FsNameHash { get; private init; } = RuleIndex.HashOf(ByteString.Empty);
}
