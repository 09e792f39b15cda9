using Imara.Diagnostics;
using Imara.Policy.Rules;

namespace Imara.Policy.Linting.Rules;

/// <summary>Logs and databases in the list, again after each change.</summary>
/// <remarks>docs/reference/policy.md 13, cost, 1.</remarks>
internal sealed class ReadsOfRootMeasured() : LintRule(Kind)
{
    internal static DiagnosticDescriptor Kind { get; } = Info(
        "IMA0360", "reads of root measured", "everything root reads is measured, also logs and databases, again after each change", "each entry stays in memory until the next boot; except such files by label, owner or file system before this rule");

    public override void Inspect(LintedPolicy policy, FindingList findings)
    {
        foreach (var rule in PseudoFileSystems.RulesThatMatter(policy, PolicyAction.Measure))
        {
            if (!RuleConditions.IsUnconditional(rule.Rule) && !NamesFewFiles(rule.Rule) && !HasException(rule, policy))
            {
                findings.Add(At(rule, rule.Span));
            }
        }
    }

    private static bool NamesFewFiles(PolicyRule rule) => RuleConditions.NamesOwner(rule) || rule.Uid is { Operator: not IdOperator.Equal } || rule.Euid is { Operator: not IdOperator.Equal };

    private static bool HasException(LintedRule rule, LintedPolicy policy)
    {
        foreach (var earlier in policy.Rules.AsSpan()[..rule.Index])
        {
            if (earlier.Rule.Action == PolicyAction.DontMeasure
                && (RuleConditions.NamesFileSystem(earlier.Rule) || RuleConditions.NamesOwner(earlier.Rule) || !earlier.Rule.Lsm.IsEmpty))
            {
                return true;
            }
        }

        return false;
    }
}
