using Imara.Diagnostics;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;

namespace Imara.Policy.Linting.Rules;

/// <summary>A label condition that the security module does not have.</summary>
/// <remarks>docs/reference/policy.md 7.</remarks>
internal sealed class LabelNeverDefined() : LineLint(Kind)
{
    internal static DiagnosticDescriptor Kind { get; } = Warning("IMA0319", "label never defined", "`{0}` makes the rule match nothing: {1}", "take the rule out, or name the files otherwise");

    /// <summary>Why no label of this condition can ever be defined; null if one may be.</summary>
    public static string? Reason(LsmCondition condition, RuleContext context)
    {
        if (!context.Kernel.Is(KernelOption.LsmRules))
        {
            return "the kernel is built without CONFIG_IMA_LSM_RULES";
        }

        return context.Lsm.Kind switch
        {
            LsmKind.None => "no security module with labels is active",
            LsmKind.AppArmor when condition.Key != LsmKey.SubjRole => "AppArmor knows subj_role alone",
            LsmKind.Smack when condition.Key is not (LsmKey.ObjUser or LsmKey.SubjUser) => "Smack knows obj_user and subj_user alone",
            LsmKind.Smack => "it is no Smack label",
            _ => null,
        };
    }

    protected override LintFinding? Inspect(LintedRule rule, LintedPolicy policy)
    {
        if (rule.Reach != Reach.Nothing || !RuleReach.HasUndefinedLabel(rule.Rule))
        {
            return null;
        }

        var condition = rule.Rule.Lsm.First(c => !c.IsDefined);
        var span = rule.SpanOf(RuleKey.ObjUser + (int)condition.Key);
        return Reason(condition, policy.Context) is { } reason ? At(rule, span, rule.Show(span), reason) : null;
    }
}
