using System.Collections.Immutable;
using Imara.Policy.Rules;

namespace Imara.Evaluation.Hooks;

/// <summary>Tells by a path what a file is there for, and what the kernel asks when it reads it as that. Pure.</summary>
/// <remarks>docs/reference/policy.md 4.1.</remarks>
public static class FileUses
{
    /// <summary>Files that the kernel reads itself, and the func of each.</summary>
    public static ImmutableArray<(FileUse Use, PolicyFunc Func)> KernelReads { get; } =
    [
        (FileUse.Module, PolicyFunc.ModuleCheck), (FileUse.Firmware, PolicyFunc.FirmwareCheck), (FileUse.KexecKernel, PolicyFunc.KexecKernelCheck),
        (FileUse.KexecInitramfs, PolicyFunc.KexecInitramfsCheck), (FileUse.Policy, PolicyFunc.PolicyCheck),
    ];

    /// <summary>What files of a directory can be there for.</summary>
    /// <param name="path">Path of the directory, below whatever the tree is mounted at.</param>
    public static FileUse OfDirectory(ReadOnlySpan<byte> path)
    {
        var uses = Has(path, "/lib/modules"u8) ? FileUse.Module : FileUse.None;
        uses |= Has(path, "/lib/firmware"u8) ? FileUse.Firmware : FileUse.None;
        uses |= Has(path, "/boot"u8) ? FileUse.KexecKernel | FileUse.KexecInitramfs : FileUse.None;
        return uses | (path.EndsWith("/etc/ima"u8) ? FileUse.Policy : FileUse.None);
    }

    /// <summary>What a file is there for.</summary>
    /// <param name="directory">What <see cref="OfDirectory"/> says about its directory.</param>
    /// <param name="name">The last part of its path.</param>
    public static FileUse Of(FileUse directory, ReadOnlySpan<byte> name) =>
        (directory & FileUse.Firmware) | (OfName(name) & (directory | FileUse.SharedObject));

    /// <summary>What a name alone tells, wherever the file lies; firmware has no names of its own.</summary>
    /// <param name="name">The last part of a path.</param>
    public static FileUse OfName(ReadOnlySpan<byte> name)
    {
        var uses = (name.EndsWith(".so"u8) || name.IndexOf(".so."u8) >= 0) && !BelongsToLinker(name) ? FileUse.SharedObject : FileUse.None;
        uses |= IsModule(name) ? FileUse.Module : FileUse.None;
        uses |= name.StartsWith("vmlinu"u8) || name.StartsWith("bzImage"u8) || name.StartsWith("Image"u8) ? FileUse.KexecKernel : FileUse.None;
        uses |= name.StartsWith("initrd"u8) || name.StartsWith("initramfs"u8) ? FileUse.KexecInitramfs : FileUse.None;
        return uses | (name.SequenceEqual("ima-policy"u8) ? FileUse.Policy : FileUse.None);
    }

    // ld.so.cache, ld.so.conf, ld.so.preload: the dynamic linker reads them, and executes nothing of them.
    private static bool BelongsToLinker(ReadOnlySpan<byte> name) => name.StartsWith("ld.so."u8) && name.Length > 6 && !char.IsAsciiDigit((char)name[6]);

    private static bool IsModule(ReadOnlySpan<byte> name) =>
        name.EndsWith(".ko"u8) || name.EndsWith(".ko.gz"u8) || name.EndsWith(".ko.xz"u8) || name.EndsWith(".ko.zst"u8);

    // The words as whole parts of the path, wherever the tree is mounted.
    private static bool Has(ReadOnlySpan<byte> path, ReadOnlySpan<byte> part)
    {
        var at = path.IndexOf(part);
        while (at >= 0)
        {
            var end = at + part.Length;
            if (end == path.Length || path[end] == '/')
            {
                return true;
            }

            var next = path[end..].IndexOf(part);
            at = next < 0 ? -1 : end + next;
        }

        return false;
    }
}
