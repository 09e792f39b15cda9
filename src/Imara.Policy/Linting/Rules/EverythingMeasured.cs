using Imara.Diagnostics;
using Imara.Policy.Rules;

namespace Imara.Policy.Linting.Rules;

/// <summary>Every access of everybody in the list.</summary>
/// <remarks>docs/reference/policy.md 13, cost, 2.</remarks>
internal sealed class EverythingMeasured() : LineLint(Kind)
{
    internal static DiagnosticDescriptor Kind { get; } = Warning(
        "IMA0362", "everything measured", "every file that anybody opens, maps or executes is measured", "name func and mask, and whose accesses matter, as `imara policy builtin tcb` does");

    protected override LintFinding? Inspect(LintedRule rule, LintedPolicy policy) =>
        rule.Rule.Action == PolicyAction.Measure && RuleConditions.IsUnconditional(rule.Rule) && policy.CoverOf(rule) is null ? At(rule, rule.Span) : null;
}
