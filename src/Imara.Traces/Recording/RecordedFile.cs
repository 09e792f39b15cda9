using System.Collections.Immutable;
using Imara.Policy.Rules;

namespace Imara.Traces.Recording;

/// <summary>A file at the moment of a recorded operation, as the <c>target</c> of a scenario says it.</summary>
/// <remarks>docs/reference/corpus.md, Recordings of a run.</remarks>
public sealed record RecordedFile
{
    /// <summary>Absolute path, raw bytes.</summary>
    public required ByteString Path { get; init; }

    /// <summary>Number of the inode in this recording: operations with the same number reach the same file, whatever its path.</summary>
    public required int Inode { get; init; }

    /// <summary>Owner.</summary>
    public uint Uid { get; init; }

    /// <summary>Group.</summary>
    public uint Gid { get; init; }

    /// <summary>The whole st_mode.</summary>
    public ushort Mode { get; init; }

    /// <summary>Size in bytes.</summary>
    public ulong Size { get; init; }

    /// <summary>Superblock magic.</summary>
    public ulong FsMagic { get; init; }

    /// <summary>Name of the file system type.</summary>
    public ByteString FsName { get; init; }

    /// <summary>Subtype given at mount; null: none.</summary>
    public ByteString? FsSubtype { get; init; }

    /// <summary>Superblock UUID.</summary>
    public FsUuid FsUuid { get; init; }

    /// <summary>Other read-only opens.</summary>
    public int Readers { get; init; }

    /// <summary>Other opens that may write; at a close the one that is closed is not counted.</summary>
    public int Writers { get; init; }

    /// <summary>A number that moves with every change of the file; null: changes cannot be seen.</summary>
    public ulong? Cookie { get; init; }

    /// <summary>Attributes of <c>security.*</c>; null: as they were at the operation before.</summary>
    public ImmutableArray<(string Name, ReadOnlyMemory<byte> Value)>? Xattrs { get; init; }

    /// <summary>Digests of the content that the run computed now; empty: none, the content is as it was.</summary>
    public ImmutableArray<Digest> Digests { get; init; } = [];

    /// <summary>The fs-verity digest; null: none, or no rule asked for it.</summary>
    public Digest? Verity { get; init; }

    /// <summary>This open made the file.</summary>
    public bool IsCreated { get; init; }

    /// <summary>Mode, owner or attributes were changed since the operation before.</summary>
    public bool AttributesChanged { get; init; }
}
