using Imara.Diagnostics;
using Imara.Policy.Rules;

namespace Imara.Policy.Linting.Rules;

/// <summary>Appraisal of every file anybody opens.</summary>
/// <remarks>docs/reference/policy.md 13, locks a machine out, 2.</remarks>
internal sealed class EverythingAppraised() : LineLint(Kind)
{
    internal static DiagnosticDescriptor Kind { get; } = Warning(
        "IMA0341", "everything appraised", "every file that anybody opens is appraised", "logs, databases and temporary files have no hash or lose it: limit the rule by owner, label or file system");

    public override bool NeedsAppraisal => true;

    protected override LintFinding? Inspect(LintedRule rule, LintedPolicy policy) =>
        rule.Rule is { Action: PolicyAction.Appraise } && RuleConditions.MatchesReadsOrWrites(rule.Rule) && RuleConditions.IsUnlimited(rule.Rule) && policy.CoverOf(rule) is null
        && !HasException(rule, policy)
            ? At(rule, rule.Span)
            : null;

    // Somebody who excepts by owner or label has thought about it.
    private static bool HasException(LintedRule rule, LintedPolicy policy)
    {
        foreach (var earlier in policy.Rules.AsSpan()[..rule.Index])
        {
            if (earlier.Rule.Action == PolicyAction.DontAppraise && (RuleConditions.NamesOwner(earlier.Rule) || RuleConditions.NamesTask(earlier.Rule) || !earlier.Rule.Lsm.IsEmpty))
            {
                return true;
            }
        }

        return false;
    }
}
