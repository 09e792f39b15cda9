using System.Text.Json;
using Imara.Policy.Rules;

namespace Imara.Traces.Scenarios;

/// <summary>The recorded state of a file before an operation.</summary>
internal sealed record TraceTarget
{
    public required string Path { get; init; }

    public bool IsAbsent { get; init; }

    /// <summary>True for what lies behind a descriptor or a mapping, whose path need not lead to it any more.</summary>
    public bool IsDerived { get; init; }

    public uint Uid { get; init; }

    public uint Gid { get; init; }

    public ushort? Mode { get; init; }

    public ulong Size { get; init; }

    public ulong? FsMagic { get; init; }

    public string? FsName { get; init; }

    public FsUuid? FsUuid { get; init; }

    public required IReadOnlyDictionary<string, byte[]> Xattrs { get; init; }

    /// <summary>Number of the inode in a recording of a run; null elsewhere, where the path says which file it is.</summary>
    public int? Inode { get; init; }

    /// <summary>False if the file of <see cref="Inode"/> has path, size, owner, mode and file system as at its operation before.</summary>
    public bool HasState { get; init; }

    public string? FsSubtype { get; init; }

    public int Readers { get; init; }

    public int Writers { get; init; }

    public ulong? Cookie { get; init; }

    public bool IsCreated { get; init; }

    public bool AttributesChanged { get; init; }

    /// <summary>True if the attributes are given, be it none.</summary>
    public bool HasXattrs { get; init; }

    public IReadOnlyDictionary<HashAlgo, Digest> Digests { get; init; } = new Dictionary<HashAlgo, Digest>();

    public IReadOnlyDictionary<HashAlgo, Digest> FsVerity { get; init; } = new Dictionary<HashAlgo, Digest>();

    public static TraceTarget Read(JsonElement json) => new()
    {
        Inode = json.TryGetProperty("inode", out _) ? json.Number("inode") : null,
        FsSubtype = json.OptionalText("fs_subtype") is { } subtype ? PathText.Decode(subtype) : null,
        Readers = json.TryGetProperty("readers", out _) ? json.Number("readers") : 0,
        Writers = json.TryGetProperty("writers", out _) ? json.Number("writers") : 0,
        Cookie = json.TryGetProperty("cookie", out var cookie) && cookie.TryGetUInt64(out var count) ? count : null,
        IsCreated = json.Flag("created"),
        AttributesChanged = json.Flag("attributes_changed"),
        HasXattrs = json.Child("xattrs") is not null,
        Digests = json.Digests("digests"),
        FsVerity = json.Digests("fsverity"),
        Path = PathText.Decode(json.TryGetProperty("inode", out _) ? json.OptionalText("path") ?? string.Empty : json.Text("path")),
        HasState = json.TryGetProperty("path", out _),
        IsAbsent = json.Flag("absent"),
        IsDerived = json.Flag("derived"),
        Uid = json.Id("uid"),
        Gid = json.Id("gid"),
        Mode = json.OptionalText("mode") is { } mode ? JsonFields.Mode(mode) : null,
        Size = json.TryGetProperty("size", out var size) && size.TryGetUInt64(out var bytes) ? bytes : 0,
        FsMagic = json.OptionalText("fsmagic") is { } magic ? JsonFields.HexNumber(magic) : null,
        FsName = json.OptionalText("fsname") is { } name ? PathText.Decode(name) : null,
        FsUuid = json.OptionalText("fsuuid") is { } uuid ? JsonFields.Uuid(uuid) : null,
        Xattrs = json.Properties("xattrs").ToDictionary(
            x => x.Name, x => JsonFields.Hex(x.Value.ValueKind == JsonValueKind.String ? x.Value.GetString()! : throw new TraceFailure("an attribute is no text")), StringComparer.Ordinal),
    };
}
