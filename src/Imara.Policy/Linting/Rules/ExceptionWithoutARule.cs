using Imara.Diagnostics;
using Imara.Policy.Rules;

namespace Imara.Policy.Linting.Rules;

/// <summary>A dont rule with nothing behind it to except from.</summary>
/// <remarks>docs/reference/policy.md 4.4 and 13. An option of the rule works all the same, if the class is asked at all.</remarks>
internal sealed class ExceptionWithoutARule() : LintRule(Kind)
{
    internal static DiagnosticDescriptor Kind { get; } = Warning(
        "IMA0308", "exception without a rule", "`{0}` excepts nothing: no `{1}` rule follows{2}", "a dont rule ends the search of its class; put it before the rule it excepts from");

    public override void Inspect(LintedPolicy policy, FindingList findings)
    {
        foreach (var group in policy.Rules.Where(rule => IsOne(rule, policy)).GroupBy(rule => rule.Rule.Class))
        {
            var first = group.First();
            var count = group.Count() - 1;
            findings.Add(At(first, first.Span, first.Action, PolicyWords.Of(group.Key), count == 0 ? string.Empty : $", nor behind {count} more"));
        }
    }

    private static bool IsOne(LintedRule rule, LintedPolicy policy) =>
        !rule.Rule.IsDo && !policy.HasDoAfter(rule) && policy.CoverOf(rule) is null
        && (rule.Rule.Options == RuleOptions.None || (policy.Classes & rule.Rule.Class) == 0);
}
