using Imara.Diagnostics;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;

namespace Imara.Policy.Linting.Rules;

/// <summary>appraise_flag, which does nothing any more.</summary>
/// <remarks>docs/reference/policy.md 3.6. No fix: older kernels may be meant as well.</remarks>
internal sealed class AppraiseFlagIgnored() : LineLint(Kind)
{
    internal static DiagnosticDescriptor Kind { get; } = Info("IMA0339", "appraise flag ignored", "`{0}` does nothing on this kernel", "since 6.6 every appraise_type checks the blacklist; older kernels need the flag");

    protected override LintFinding? Inspect(LintedRule rule, LintedPolicy policy)
    {
        if (!policy.Kernel.Has(KernelFeature.AppraiseFlagIgnored) || rule.Line.Span.Of(rule.Source).IndexOf("appraise_flag="u8) < 0)
        {
            return null;
        }

        return rule.Token(RuleKey.AppraiseFlag) is { } token ? At(rule, token.Span, rule.Show(token.Span)) : null;
    }
}
