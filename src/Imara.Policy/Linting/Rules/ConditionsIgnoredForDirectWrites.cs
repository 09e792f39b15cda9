using Imara.Diagnostics;
using Imara.Policy.Linting.Covering;
using Imara.Policy.Rules;

namespace Imara.Policy.Linting.Rules;

/// <summary>Conditions of a POLICY_CHECK rule that lines written to the policy file are not asked about.</summary>
/// <remarks>docs/reference/policy.md 4.1, direct policy write.</remarks>
internal sealed class ConditionsIgnoredForDirectWrites() : LineLint(Kind)
{
    internal static DiagnosticDescriptor Kind { get; } = Info(
        "IMA0312", "conditions ignored for direct writes", "for lines written to the policy file only uid of this rule counts", "the other conditions hold for a policy given by its path alone");

    protected override LintFinding? Inspect(LintedRule rule, LintedPolicy policy)
    {
        var r = rule.Rule;
        if (!RuleReach.IsDirectWriteMatched(r, policy.Kernel))
        {
            return null;
        }

        var bare = new PolicyRule { Action = r.Action, Func = r.Func, Uid = r.Uid, Pcr = r.Pcr, Template = r.Template, Options = r.Options };
        return RuleComparer.AreSame(r with { Mask = RuleCover.MaskOf(r) }, bare) ? null : At(rule, rule.Span);
    }
}
