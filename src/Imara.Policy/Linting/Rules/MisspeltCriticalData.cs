using Imara.Diagnostics;
using Imara.Policy.Parsing;

namespace Imara.Policy.Linting.Rules;

/// <summary>A label that is nearly one of those the kernel uses for its critical data.</summary>
/// <remarks>docs/reference/policy.md 4.1.</remarks>
internal sealed class MisspeltCriticalData() : LineLint(Kind)
{
    internal static DiagnosticDescriptor Kind { get; } = Warning("IMA0338", "misspelt critical data", "the kernel has no critical data called `{0}`", "did you mean `{1}`?");

    private static readonly string[] Names = ["selinux", "kernel_info", "device-mapper", "ima_kexec", "modules", "ima_policy"];

    protected override LintFinding? Inspect(LintedRule rule, LintedPolicy policy)
    {
        foreach (var item in rule.Rule.Labels)
        {
            // A quoted label has a finding of its own.
            var text = item.ToString();
            if (!text.Contains('"') && !Names.Contains(text) && Nearest.To(text.Replace('_', '-'), Names.Select(name => name.Replace('_', '-'))) is { } nearest && rule.Token(RuleKey.Label) is { } token)
            {
                return At(rule, token.Value, text, Names.First(name => name.Replace('_', '-') == nearest));
            }
        }

        return null;
    }
}
