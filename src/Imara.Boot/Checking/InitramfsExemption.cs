using Imara.Boot.Discovery;
using Imara.Engine.Boot;
using Imara.Linux.Files;
using Imara.Policy.Checking;
using Imara.Policy.CommandLine;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;

namespace Imara.Boot.Checking;

/// <summary>Whether the policy of a system can be loaded in its initramfs under enforcement, before a hook is installed that does it.</summary>
public static class InitramfsExemption
{
    /// <summary>Looks at the policy that the hook will load.</summary>
    /// <param name="root">The root of the system.</param>
    /// <param name="named">The policy in it that the hook is given; null: where init systems look.</param>
    /// <param name="commandLine">The command line it boots with; null: not known.</param>
    /// <returns>What is wrong; null if nothing is, or there is no policy to look at.</returns>
    public static PreflightFinding? Missing(string root, string? named, string? commandLine)
    {
        var path = named is null ? new BootSearch(root, []).FindPolicy(out _)?.Path : BootPlaces.Below(root, named);
        if (path is null || WholeFile.Read(path, out var text) != Errno.None)
        {
            return null;
        }

        // Exceptions by file system are in every version.
        var kernel = KnownKernels.OfVersion(KernelFeatures.Newest);
        var check = PolicyChecker.Check([new PolicySource(path, text)], new RuleContext(kernel, LsmContext.None), LoadMethod.Path);
        var setup = new EngineSetup
        {
            Kernel = kernel,
            Boot = new BootParameters { Hash = kernel.DefaultHash, Template = kernel.DefaultTemplate, Appraise = AppraiseBits.Enforce },
        };
        return UnlabelledCheck.OfPolicy(check.Rules, setup, commandLine, path, PreflightVerdict.WillLockOut);
    }
}
