using System.Collections.Frozen;

namespace Imara.Policy.Rules;

/// <summary>File system types by name, with the magic number where it is always the same.</summary>
/// <remarks>The numbers are those of linux/magic.h; docs/reference/policy.md 4.2, 4 says what they are compared with.</remarks>
public static class FileSystemTypes
{
    /// <summary>The magic number of every FUSE file system, virtiofs among them.</summary>
    public const ulong Fuse = 0x65735546;

    private static readonly FrozenDictionary<string, ulong> Magics = new Dictionary<string, ulong>
    {
        ["9p"] = 0x01021997,
        ["adfs"] = 0xadf5,
        ["affs"] = 0xadff,
        ["afs"] = 0x6B414653,
        ["autofs"] = 0x187,
        ["bcachefs"] = 0xca451a4e,
        ["bdev"] = 0x62646576,
        ["binfmt_misc"] = 0x42494e4d,
        ["bpf"] = 0xcafe4a11,
        ["btrfs"] = 0x9123683e,
        ["ceph"] = 0x00c36400,
        ["cgroup"] = 0x27e0eb,
        ["cgroup2"] = 0x63677270,
        ["coda"] = 0x73757245,
        ["configfs"] = 0x62656570,
        ["cramfs"] = 0x28cd3d45,
        ["dax"] = 0x64646178,
        ["debugfs"] = 0x64626720,
        ["devpts"] = 0x1cd1,
        ["dmabuf"] = 0x444d4142,
        ["ecryptfs"] = 0xf15f,
        ["efivarfs"] = 0xde5e81e4,
        ["efs"] = 0x414A53,
        ["erofs"] = 0xe0f5e1e2,
        ["exfat"] = 0x2011bab0,
        ["ext2"] = 0xef53,
        ["ext3"] = 0xef53,
        ["ext4"] = 0xef53,
        ["f2fs"] = 0xf2f52010,
        ["fuse"] = Fuse,
        ["fuseblk"] = Fuse,
        ["fusectl"] = 0x65735543,
        ["gfs2"] = 0x01161970,
        ["hpfs"] = 0xf995e849,
        ["hugetlbfs"] = 0x958458f6,
        ["iso9660"] = 0x9660,
        ["jffs2"] = 0x72b6,
        ["jfs"] = 0x3153464a,
        ["mqueue"] = 0x19800202,
        ["msdos"] = 0x4d44,
        ["nfs"] = 0x6969,
        ["nfs4"] = 0x6969,
        ["nfsd"] = 0x6e667364,
        ["nilfs2"] = 0x3434,
        ["nsfs"] = 0x6e736673,
        ["ocfs2"] = 0x7461636f,
        ["openpromfs"] = 0x9fa1,
        ["orangefs"] = 0x20030528,
        ["overlay"] = 0x794c7630,
        ["pidfs"] = 0x50494446,
        ["pipefs"] = 0x50495045,
        ["proc"] = 0x9fa0,
        ["pstore"] = 0x6165676c,
        ["qnx4"] = 0x2f,
        ["qnx6"] = 0x68191122,
        ["reiserfs"] = 0x52654973,
        ["resctrl"] = 0x07655821,
        ["romfs"] = 0x7275,
        ["rpc_pipefs"] = 0x67596969,
        ["secretmem"] = 0x5345434d,
        ["securityfs"] = 0x73636673,
        ["selinuxfs"] = 0xf97cff8c,
        ["smackfs"] = 0x43415d53,
        ["sockfs"] = 0x534f434b,
        ["squashfs"] = 0x73717368,
        ["sysfs"] = 0x62656572,
        ["tmpfs"] = 0x1021994,
        ["tracefs"] = 0x74726163,
        ["ubifs"] = 0x24051905,
        ["udf"] = 0x15013346,
        ["vboxsf"] = 0x786f4256,
        ["vfat"] = 0x4d44,
        ["virtiofs"] = Fuse,
        ["xenfs"] = 0xabba1974,
        ["xfs"] = 0x58465342,
        ["zfs"] = 0x2fc12fc1,
        ["zonefs"] = 0x5a4f4653,
        ["ramfs"] = 0x858458f6,
    }.ToFrozenDictionary();

    // Types whose number differs from mount to mount, is not written down anywhere, or is none of their own; several do not come with the kernel.
    private static readonly FrozenSet<string> Others = FrozenSet.ToFrozenSet(
    [
        "anon_inodefs", "apparmorfs", "aufs", "beegfs", "befs", "bfs", "binder", "bootfs", "cifs", "cpuset", "cramfs_xip", "cxl", "devfs", "devtmpfs", "drm", "edac", "fabric",
        "freevxfs", "functionfs", "gadgetfs", "glusterfs", "gpfs", "guest_memfd", "guestmemfd", "hfs", "hfsplus", "hostfs", "hppfs", "incremental-fs", "infinibandeventfs",
        "ibmasmfs", "ipathfs", "labeledfs", "logfs", "lustre", "lustre_tgt", "minix", "ncpfs", "nova", "ntfs", "ntfs3", "nullfs", "ocfs2_dlmfs", "omfs", "oprofilefs", "panfs",
        "pmfs", "prl_fs", "pvfs2", "qibfs", "reiser4", "rootfs", "rust_ramfs", "s390_hypfs", "sdcardfs", "esdfs", "shiftfs", "smb3", "spufs", "sysv", "testfs", "ubuntu_shiftfs",
        "ufs", "unionfs", "usbdevfs", "usbfs", "v7", "vmblock", "vmhgfs", "vperfctrfs", "vxfs", "vxclonefs", "vxodmfs", "wekafs", "xia", "yaffs", "yaffs2", "ext4dev", "dlmfs",
        "fuse_ctl", "hmdfs", "epfs", "incfs", "inotifyfs", "futexfs", "eventpollfs", "mtd_inodefs", "balloon-kvm", "z3fold", "zsmalloc", "ppc-cmm", "aio", "iomem", "gmem",
        "ecryptfs_sb", "sharefs", "scoutfs", "ploop", "vzfs", "acfs", "oracleasmfs", "gfs", "mmfs", "dvs", "wslfs", "drvfs", "lxfs", "tarfs", "puzzlefs", "famfs", "nvfs",
        "fsfilt_ldiskfs", "ldiskfs", "hvfs", "snapfs", "squashfuse", "erofs_fscache", "selinux", "smack", "intel_rdt", "ntfsplus", "apfs", "btrfs-test-fs",
    ]);

    private static readonly FrozenDictionary<ulong, string> ByMagic =
        Magics.GroupBy(row => row.Value).ToFrozenDictionary(group => group.Key, group => string.Join(", ", group.Select(row => row.Key).Order(StringComparer.Ordinal)));

    /// <summary>The names of all.</summary>
    public static IEnumerable<string> Names => Magics.Keys;

    /// <summary>True if the type is known.</summary>
    public static bool IsKnown(ByteString name) => name.ToString() is var text && (Magics.ContainsKey(text) || Others.Contains(text));

    /// <summary>True if the number is that of a file system known here.</summary>
    public static bool IsKnown(ulong magic) => ByMagic.ContainsKey(magic);

    /// <summary>The magic number of a type; null where it is not known or not always the same.</summary>
    public static ulong? MagicOf(ByteString name) => Magics.TryGetValue(name.ToString(), out var magic) ? magic : null;

    /// <summary>The types with this number, in words; empty where the number is not known.</summary>
    public static string NamesOf(ulong magic) => ByMagic.GetValueOrDefault(magic, string.Empty);
}
