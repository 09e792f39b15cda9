namespace Imara.Evaluation.Explaining;

/// <summary>The file systems behind well-known magic numbers.</summary>
/// <remarks>docs/reference/policy.md 9.</remarks>
internal static class FileSystemMagic
{
    /// <summary>Names, or nothing where the number is not well known.</summary>
    public static string NamesOf(ulong magic) => magic switch
    {
        0x9fa0 => "proc",
        0x62656572 => "sysfs",
        0x64626720 => "debugfs",
        0x1021994 => "tmpfs",
        0x858458f6 => "ramfs",
        0x1cd1 => "devpts",
        0x42494e4d => "binfmt_misc",
        0x73636673 => "securityfs",
        0xf97cff8c => "selinuxfs",
        0x43415d53 => "smackfs",
        0x27e0eb => "cgroup",
        0x63677270 => "cgroup2",
        0x6e736673 => "nsfs",
        0xde5e81e4 => "efivarfs",
        0x62656570 => "configfs",
        0xef53 => "ext2, ext3, ext4",
        _ => string.Empty,
    };
}
