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
        var bare = new PolicyRule { Action = rule.Rule.Action, Func = rule.Rule.Func, Uid = rule.Rule.Uid, Pcr = rule.Rule.Pcr, Template = rule.Rule.Template, Options = rule.Rule.Options };
        return RuleReach.IsDirectWriteMatched(rule.Rule, policy.Kernel) && RuleCover.MaskOf(rule.Rule) is var mask
            && !RuleComparer.AreSame(rule.Rule with { Mask = mask }, bare)
            ? At(rule, rule.Span)
            : null;
    }
}
