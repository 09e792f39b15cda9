using Imara.Diagnostics;
using Imara.Policy.Rules;

namespace Imara.Policy.Linting.Rules;

/// <summary>The same rule twice.</summary>
/// <remarks>docs/reference/policy.md 4.3.</remarks>
internal sealed class DuplicateRule() : LineLint(Kind)
{
    internal static DiagnosticDescriptor Kind { get; } = Warning("IMA0306", "duplicate rule", "the rule stands in line {0} already", "take one of them out");

    /// <summary>True if both rules look for the same and do the same.</summary>
    public static bool IsOne(LintedRule rule, LintedRule cover) =>
        !RuleConditions.IsUnconditional(rule.Rule) && RuleComparer.AreSame(rule.Rule, cover.Rule);

    /// <summary>True if two rules of one action do the same where they match.</summary>
    public static bool HasSameEffect(PolicyRule left, PolicyRule right) =>
        left.Pcr == right.Pcr && left.Template == right.Template && left.AppraiseAlgos == right.AppraiseAlgos && left.Options == right.Options
        && (left.Action != PolicyAction.Appraise || left.Func == right.Func);

    protected override LintFinding? Inspect(LintedRule rule, LintedPolicy policy) =>
        policy.CoverOf(rule) is { } cover && IsOne(rule, cover)
            ? At(rule, rule.Span, LineText.Of(cover, rule)) with { Fix = rule.Removal() }
            : null;
}
