using Imara.Diagnostics;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;

namespace Imara.Policy.Linting.Rules;

/// <summary>A file system type that no kernel has.</summary>
/// <remarks>docs/reference/policy.md 2.2 and 13: the kernel does not check the name.</remarks>
internal sealed class UnknownFileSystem() : LineLint(Kind)
{
    internal static DiagnosticDescriptor Kind { get; } = Warning("IMA0313", "unknown file system", "`{0}` is no file system known here", "{1}");

    protected override LintFinding? Inspect(LintedRule rule, LintedPolicy policy)
    {
        if (rule.Rule.FsName is not { } name || FileSystemTypes.IsKnown(name) || rule.Token(RuleKey.FsName) is not { } token)
        {
            return null;
        }

        return At(rule, token.Value, rule.Show(token.Value), HelpFor(name.ToString(), policy.Kernel));
    }

    private static string HelpFor(string name, KernelProfile kernel)
    {
        if (name.StartsWith("fuse.", StringComparison.Ordinal))
        {
            return kernel.Has(KernelFeature.FsSubtype) ? $"the name is `fuse`; write `fsname=fuse fs_subtype={name[5..]}`" : "the name is `fuse` whatever the program; what follows the dot is the subtype, which 6.19 and later compare";
        }

        return Nearest.To(name, FileSystemTypes.Names) is { } nearest ? $"did you mean `{nearest}`?" : "the name must be that of /proc/filesystems";
    }
}
