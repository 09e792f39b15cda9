using Imara.Diagnostics;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;

namespace Imara.Policy.Linting.Rules;

/// <summary>A label that the loaded label policy does not define.</summary>
/// <remarks>docs/reference/policy.md 7.</remarks>
internal sealed class LabelUndefinedNow() : LineLint(Kind)
{
    internal static DiagnosticDescriptor Kind { get; } = Warning(
        "IMA0320", "label undefined now", "`{0}` is not defined now: the rule is kept{1} and matches nothing until it is", "check the spelling, or load the label policy first");

    protected override LintFinding? Inspect(LintedRule rule, LintedPolicy policy)
    {
        if (rule.Reach != Reach.Nothing || !RuleReach.HasUndefinedLabel(rule.Rule))
        {
            return null;
        }

        var condition = rule.Rule.Lsm.First(c => !c.IsDefined);
        var span = rule.SpanOf(RuleKey.ObjUser + (int)condition.Key);
        return LabelNeverDefined.Reason(condition, policy.Context) is null
            ? At(rule, span, rule.Show(span), policy.Kernel.Has(KernelFeature.UndefinedLsmHidden) ? ", hidden when the policy is read" : string.Empty)
            : null;
    }
}
