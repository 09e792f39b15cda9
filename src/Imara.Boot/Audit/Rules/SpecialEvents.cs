using System.Collections.Immutable;
using System.Text;
using Imara.Policy.Rules;

namespace Imara.Boot.Audit.Rules;

/// <summary>The events of modules, firmware, kexec and policies. A record does not tell them from an open, the name of the file mostly does.</summary>
internal static class SpecialEvents
{
    /// <summary>A module is loaded.</summary>
    public static readonly ImmutableArray<(PolicyFunc Func, AccessMask Mask)> Modules = [(PolicyFunc.ModuleCheck, AccessMask.Read)];

    /// <summary>A kernel to boot into, and its initramfs.</summary>
    public static readonly ImmutableArray<(PolicyFunc Func, AccessMask Mask)> Kexecs = [(PolicyFunc.KexecKernelCheck, AccessMask.Read), (PolicyFunc.KexecInitramfsCheck, AccessMask.Read)];

    private static readonly ImmutableArray<(PolicyFunc Func, AccessMask Mask)> Firmware = [(PolicyFunc.FirmwareCheck, AccessMask.Read)];
    private static readonly ImmutableArray<(PolicyFunc Func, AccessMask Mask)> Policies = [(PolicyFunc.PolicyCheck, AccessMask.Read)];

    /// <summary>All of them.</summary>
    public static ImmutableArray<(PolicyFunc Func, AccessMask Mask)> All { get; } = [.. Modules, .. Kexecs, .. Firmware, .. Policies];

    /// <summary>Those that a file with this name is for.</summary>
    public static ImmutableArray<(PolicyFunc Func, AccessMask Mask)> ByName(ReadOnlySpan<byte> path)
    {
        var text = Encoding.Latin1.GetString(path);
        var name = text[(text.LastIndexOf('/') + 1)..];
        if (name.EndsWith(".ko", StringComparison.Ordinal) || name.Contains(".ko.", StringComparison.Ordinal))
        {
            return Modules;
        }

        if (text.Contains("/firmware/", StringComparison.Ordinal))
        {
            return Firmware;
        }

        foreach (var start in (ReadOnlySpan<string>)["vmlinu", "bzImage", "Image", "initrd", "initramfs"])
        {
            if (name.StartsWith(start, StringComparison.Ordinal))
            {
                return Kexecs;
            }
        }

        return name.Contains("policy", StringComparison.OrdinalIgnoreCase) ? Policies : [];
    }
}
