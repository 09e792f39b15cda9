using Imara.Diagnostics;

namespace Imara.Policy.Linting.Rules;

/// <summary>A dont rule behind the rule it should except something from.</summary>
/// <remarks>docs/reference/policy.md 4.4 and 13.</remarks>
internal sealed class ExceptionAfterItsRule() : LineLint(Kind)
{
    internal static DiagnosticDescriptor Kind { get; } = Warning(
        "IMA0307", "exception after its rule", "`{0}` is never reached: `{1}` in line {2} matches first", "put the exception before line {2}");

    /// <summary>True if the earlier rule does what the later one should except from it.</summary>
    public static bool IsOne(LintedRule rule, LintedRule cover) => !rule.Rule.IsDo && cover.Rule.IsDo;

    protected override LintFinding? Inspect(LintedRule rule, LintedPolicy policy) =>
        policy.CoverOf(rule) is { } cover && IsOne(rule, cover) && !RuleConditions.IsUnconditional(cover.Rule)
            ? At(rule, rule.Span, rule.Action, cover.Action, LineText.Of(cover, rule))
            : null;
}
