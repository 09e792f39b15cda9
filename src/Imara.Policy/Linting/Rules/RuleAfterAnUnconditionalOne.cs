using Imara.Diagnostics;

namespace Imara.Policy.Linting.Rules;

/// <summary>Rules behind one without conditions.</summary>
/// <remarks>docs/reference/policy.md 4.3 and 13.</remarks>
internal sealed class RuleAfterAnUnconditionalOne() : LintRule(Kind)
{
    internal static DiagnosticDescriptor Kind { get; } = Warning(
        "IMA0309", "rule after an unconditional one", "`{0}` is never reached: `{1}` in line {2} has no conditions{3}", "put the rule without conditions behind all others of its class");

    public override bool NeedsAllRules => false;

    public override void Inspect(LintedPolicy policy, FindingList findings)
    {
        foreach (var group in policy.Rules.Where(rule => IsOne(rule, policy)).GroupBy(rule => rule.Rule.Class))
        {
            var first = group.First();
            var cover = policy.CoverOf(first)!;
            var count = group.Count() - 1;
            findings.Add(At(first, first.Span, first.Action, cover.Action, LineText.Of(cover, first), count == 0 ? string.Empty : $"; the same holds for {count} more"));
        }
    }

    private static bool IsOne(LintedRule rule, LintedPolicy policy) =>
        policy.CoverOf(rule) is { } cover && RuleConditions.IsUnconditional(cover.Rule) && !DuplicateRule.IsOne(rule, cover)
        && (!LintedPolicy.HasSideEffect(rule.Rule) || (cover.Rule.Func == rule.Rule.Func && cover.Rule.IsDo));
}
