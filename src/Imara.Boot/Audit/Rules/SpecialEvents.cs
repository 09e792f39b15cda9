using System.Collections.Immutable;
using Imara.Evaluation.Hooks;
using Imara.Policy.Rules;

namespace Imara.Boot.Audit.Rules;

/// <summary>The events of modules, firmware, kexec and policies. A record does not tell them from an open, the name of the file mostly does.</summary>
internal static class SpecialEvents
{
    /// <summary>A module is loaded.</summary>
    public static readonly ImmutableArray<(PolicyFunc Func, AccessMask Mask)> Modules = Of(FileUse.Module);

    /// <summary>A kernel to boot into, and its initramfs.</summary>
    public static readonly ImmutableArray<(PolicyFunc Func, AccessMask Mask)> Kexecs = Of(FileUse.KexecKernel | FileUse.KexecInitramfs);

    /// <summary>All of them.</summary>
    public static ImmutableArray<(PolicyFunc Func, AccessMask Mask)> All { get; } = Of(~FileUse.None);

    /// <summary>Those that a file with this name is for, wherever it lies: who loads it may have named any folder.</summary>
    public static ImmutableArray<(PolicyFunc Func, AccessMask Mask)> ByName(ReadOnlySpan<byte> path)
    {
        var slash = path.LastIndexOf((byte)'/') + 1;
        var uses = FileUses.OfName(path[slash..]) | (FileUses.OfDirectory(path[..slash].TrimEnd((byte)'/')) & FileUse.Firmware);
        uses |= path[slash..].IndexOf("policy"u8) >= 0 ? FileUse.Policy : FileUse.None;

        // A kernel and its initramfs are loaded by one call.
        return Of((uses & (FileUse.KexecKernel | FileUse.KexecInitramfs)) != 0 ? uses | FileUse.KexecKernel | FileUse.KexecInitramfs : uses);
    }

    private static ImmutableArray<(PolicyFunc Func, AccessMask Mask)> Of(FileUse uses) =>
        [.. FileUses.KernelReads.Where(read => (read.Use & uses) != 0).Select(read => (read.Func, AccessMask.Read))];
}
