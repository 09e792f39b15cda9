using System.Collections.Immutable;

namespace Imara.Boot.Checking;

/// <summary>A file system that a boot needs and whose files nobody can label before.</summary>
/// <param name="Name">How people call it.</param>
/// <param name="FsName">How the kernel calls its type.</param>
/// <param name="Magic">Its magic number.</param>
/// <param name="HasAttributes">False: it has no extended attributes at all.</param>
/// <param name="IsWritten">True: its files are made by programs, which the kernel may label when it closes them.</param>
/// <remarks>docs/reference/policy.md 9 has those that the built-in policies exempt.</remarks>
public sealed record PseudoFileSystem(string Name, string FsName, ulong Magic, bool HasAttributes, bool IsWritten)
{
    /// <summary>The initramfs where <c>root=</c> is given.</summary>
    public static PseudoFileSystem Ramfs { get; } = new("the initramfs (ramfs)", "rootfs", 0x858458f6, HasAttributes: false, IsWritten: false);

    /// <summary>The initramfs where <c>root=</c> is not given.</summary>
    public static PseudoFileSystem Tmpfs { get; } = new("the initramfs (tmpfs)", "rootfs", 0x01021994, HasAttributes: true, IsWritten: false);

    /// <summary>Those that every boot reads.</summary>
    public static ImmutableArray<PseudoFileSystem> Usual { get; } =
    [
        new("/proc", "proc", 0x9fa0, HasAttributes: false, IsWritten: false),
        new("/sys", "sysfs", 0x62656572, HasAttributes: true, IsWritten: false),
        new("/sys/kernel/security", "securityfs", 0x73636673, HasAttributes: false, IsWritten: false),
        new("/sys/fs/cgroup", "cgroup2", 0x63677270, HasAttributes: true, IsWritten: false),
        new("/run", "tmpfs", 0x01021994, HasAttributes: true, IsWritten: true),
    ];
}
