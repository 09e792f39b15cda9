using System.Text.Json;
using Imara.Policy.Rules;

namespace Imara.Traces.Scenarios;

/// <summary>The recorded state of a file before an operation.</summary>
internal sealed record TraceTarget
{
    public required string Path { get; init; }

    public bool IsAbsent { get; init; }

    public uint Uid { get; init; }

    public uint Gid { get; init; }

    public ushort? Mode { get; init; }

    public ulong Size { get; init; }

    public ulong? FsMagic { get; init; }

    public string? FsName { get; init; }

    public FsUuid? FsUuid { get; init; }

    public required IReadOnlyDictionary<string, byte[]> Xattrs { get; init; }

    public static TraceTarget Read(JsonElement json) => new()
    {
        Path = PathText.Decode(json.Text("path")),
        IsAbsent = json.Flag("absent"),
        Uid = json.Id("uid"),
        Gid = json.Id("gid"),
        Mode = json.OptionalText("mode") is { } mode ? JsonFields.Mode(mode) : null,
        Size = json.TryGetProperty("size", out var size) && size.TryGetUInt64(out var bytes) ? bytes : 0,
        FsMagic = json.OptionalText("fsmagic") is { } magic ? JsonFields.HexNumber(magic) : null,
        FsName = json.OptionalText("fsname"),
        FsUuid = json.OptionalText("fsuuid") is { } uuid ? JsonFields.Uuid(uuid) : null,
        Xattrs = json.Properties("xattrs").ToDictionary(
            x => x.Name, x => JsonFields.Hex(x.Value.ValueKind == JsonValueKind.String ? x.Value.GetString()! : throw new TraceFailure("an attribute is no text")), StringComparer.Ordinal),
    };
}
