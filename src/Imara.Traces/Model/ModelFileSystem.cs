using Imara.Policy.Rules;
using Imara.Traces.Scenarios;

namespace Imara.Traces.Model;

/// <summary>A file system (superblock), wherever it is mounted.</summary>
internal sealed class ModelFileSystem(string fsName, ulong number)
{
    public const ulong RamfsMagic = 0x858458f6;
    public const ulong TmpfsMagic = 0x1021994;

    // The first ten numbers of ext4 are reserved, the eleventh is lost+found's.
    private const ulong FirstOfExt4 = 12;

    private static readonly Dictionary<string, ulong> Magics = new(StringComparer.Ordinal)
    {
        ["ext4"] = 0xef53,
        ["tmpfs"] = TmpfsMagic,
        ["devtmpfs"] = TmpfsMagic,
        ["ramfs"] = RamfsMagic,
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

    private ulong lastInode = fsName == "ext4" ? FirstOfExt4 - 1 : 0;

    public string FsName { get; private set; } = fsName;

    public ulong Number { get; } = number;

    public ulong FsMagic { get; set; } = Magics.GetValueOrDefault(fsName);

    public FsUuid FsUuid { get; set; }

    public string? FsSubtype { get; init; }

    /// <summary>Changes of files can be seen (a change cookie).</summary>
    public bool HasCookies { get; set; } = fsName is "ext4" or "tmpfs" or "xfs" or "btrfs" or "devtmpfs";

    /// <summary>A write counts for the change cookie also if nobody has asked for it since the last change (docs/reference/policy.md 5.5).</summary>
    public bool CountsUnaskedWrites { get; init; } = true;

    /// <summary>Nothing is on disk: a new file begins with the change cookie 0.</summary>
    public bool IsMemory => FsMagic == TmpfsMagic;

    /// <summary>False where files have no extended attributes, and cannot get any.</summary>
    public bool HasAttributes => FsMagic != RamfsMagic;

    /// <summary>True for an overlay.</summary>
    public bool IsOverlay => FsName == "overlay";

    public ModelNode Root { get; private set; } = null!;

    public static ModelFileSystem Create(string fsName, ulong number, bool countsUnaskedWrites)
    {
        var system = new ModelFileSystem(fsName, number) { CountsUnaskedWrites = countsUnaskedWrites || fsName is not ("tmpfs" or "devtmpfs" or "rootfs") };

        // The number of a root is not one of those that are given out.
        system.Root = new ModelNode(string.Empty, parent: null, new ModelInode(system, 0, ModelTree.FolderMode));
        return system;
    }

    /// <summary>
    /// Takes what a recording says. The name and the UUID there go by the path, and are wrong behind a bind mount or a mount over a folder: they count
    /// only where they do not contradict what was mounted.
    /// </summary>
    public void Learn(TraceTarget target)
    {
        FsMagic = target.FsMagic ?? FsMagic;
        if (!IsKnown(FsName))
        {
            FsName = target.FsName ?? FsName;
        }

        if (FsName == target.FsName)
        {
            FsUuid = target.FsUuid ?? FsUuid;
        }
    }

    public ModelInode NewInode(ushort mode, string? linkTarget = null) => new(this, ++lastInode, mode) { LinkTarget = linkTarget };

    private static bool IsKnown(string fsName) => fsName == "rootfs" || Magics.ContainsKey(fsName);
}
