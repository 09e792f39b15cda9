namespace Imara.Traces.KnownData;

/// <summary>A file that a scenario uses but does not write: its content, or at least its digests.</summary>
internal sealed record KnownFile
{
    public required string Path { get; init; }

    public required ulong Size { get; init; }

    public required ushort Mode { get; init; }

    public uint Uid { get; init; }

    public uint Gid { get; init; }

    /// <summary>True if it is in every scenario.</summary>
    public bool IsAlways { get; init; }

    public byte[]? Content { get; init; }

    public required IReadOnlyDictionary<HashAlgo, Digest> Digests { get; init; }

    public required IReadOnlyDictionary<HashAlgo, Digest> FsVerity { get; init; }
}
