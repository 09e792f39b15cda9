using System.Text;
using Imara.Boot.InForce;
using Imara.Boot.Machine;
using Imara.Linux.Files;
using Imara.Policy.Kernels;

namespace Imara.Boot.Loading;

/// <summary>What a load leaves alone, and what it must find as it was.</summary>
internal static class SettledPolicy
{
    /// <summary>True if nothing is to be written: the kernel takes no policy any more, or has this one.</summary>
    /// <param name="kernel">The kernel's policy file.</param>
    /// <param name="preflight">The check of the policy.</param>
    /// <param name="about">The kernel.</param>
    /// <remarks>A kernel that takes policy after policy appends them: the same one again would double every rule.</remarks>
    public static bool Is(IPolicyInterface kernel, Preflight preflight, LoadingKernel about) => kernel.State switch
    {
        var state when (state & PolicyFileState.Writable) == 0 => true,
        var state when (state & PolicyFileState.Readable) != 0 && about.Rules.Kernel.Is(KernelOption.WritePolicy) =>
            preflight.Rules.IsAccepted && kernel.Read(out var text) == Errno.None && PolicyText.IsInForce(text, PolicyText.Of(preflight.Rules)),
        _ => false,
    };

    /// <summary>True if the file at a path is the one that was read before, and nobody changed it since.</summary>
    /// <param name="path">The path.</param>
    /// <param name="before">Its status when it was read.</param>
    public static bool IsAsRead(string path, in FileStatus before) =>
        FileStatus.Read(Encoding.UTF8.GetBytes(path), out var now) == Errno.None
        && (now.Device, now.Inode, now.Size, now.Modified, now.Changed) == (before.Device, before.Inode, before.Size, before.Modified, before.Changed);
}
