using Imara.Policy.Rules;

namespace Imara.Traces.Model;

/// <summary>A mounted file system.</summary>
internal sealed class ModelMount(string path, string fsName, ulong number)
{
    private static readonly Dictionary<string, ulong> Magics = new(StringComparer.Ordinal)
    {
        ["ext4"] = 0xef53,
        ["tmpfs"] = 0x1021994,
        ["devtmpfs"] = 0x1021994,
        ["ramfs"] = 0x858458f6,
        ["proc"] = 0x9fa0,
        ["sysfs"] = 0x62656572,
        ["securityfs"] = 0x73636673,
        ["selinuxfs"] = 0xf97cff8c,
        ["smackfs"] = 0x43415d53,
        ["overlay"] = 0x794c7630,
        ["debugfs"] = 0x64626720,
        ["devpts"] = 0x1cd1,
        ["cgroup"] = 0x27e0eb,
        ["cgroup2"] = 0x63677270,
        ["xfs"] = 0x58465342,
        ["btrfs"] = 0x9123683e,
        ["vfat"] = 0x4d44,
    };

    public string Path { get; } = path;

    public string FsName { get; set; } = fsName;

    public ulong Number { get; } = number;

    public ulong FsMagic { get; set; } = Magics.GetValueOrDefault(fsName);

    public FsUuid FsUuid { get; set; }

    public string? FsSubtype { get; init; }

    /// <summary>Changes of files can be seen (a change cookie).</summary>
    public bool HasCookies { get; set; } = fsName is "ext4" or "tmpfs" or "xfs" or "btrfs" or "devtmpfs";

    /// <summary>A write counts for the change cookie also if nobody has asked for it since the last change (docs/reference/policy.md 5.5).</summary>
    public bool CountsUnaskedWrites { get; init; } = true;

    /// <summary>Nothing is on disk: a new file begins with the change cookie 0.</summary>
    public bool IsMemory => FsMagic == Magics["tmpfs"];

    /// <summary>Layers of an overlay: upper first; empty elsewhere.</summary>
    public IReadOnlyList<string> Layers { get; init; } = [];
}
