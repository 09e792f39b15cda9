using Imara.Diagnostics;

namespace Imara.Policy.Linting.Rules;

/// <summary>A rule behind one of its class that matches all it matches.</summary>
/// <remarks>docs/reference/policy.md 4.3 and 13.</remarks>
internal sealed class ShadowedRule() : LineLint(Kind)
{
    internal static DiagnosticDescriptor Kind { get; } = Warning(
        "IMA0305", "shadowed rule", "the rule is never reached: line {0} matches all it matches", "the first match of a class decides; put the narrower rule first, or take this one out");

    protected override LintFinding? Inspect(LintedRule rule, LintedPolicy policy)
    {
        if (policy.CoverOf(rule) is not { } cover || RuleConditions.IsUnconditional(cover.Rule) || ExceptionAfterItsRule.IsOne(rule, cover)
            || DuplicateRule.IsOne(rule, cover) || (LintedPolicy.HasSideEffect(rule.Rule) && (cover.Rule.Func != rule.Rule.Func || !cover.Rule.IsDo)))
        {
            return null;
        }

        var isSame = cover.Rule.IsDo == rule.Rule.IsDo && DuplicateRule.HasSameEffect(rule.Rule, cover.Rule);
        return At(rule, rule.Span, LineText.Of(cover, rule)) with { Fix = isSame && policy.IsClassKeptWithout(rule) ? rule.Removal() : null };
    }
}
