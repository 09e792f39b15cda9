using Imara.Diagnostics;
using Imara.Policy.Rules;

namespace Imara.Policy.Linting.Rules;

/// <summary>An audit record for every file anybody opens.</summary>
/// <remarks>docs/reference/policy.md 13, cost, 3.</remarks>
internal sealed class EverythingAudited() : LineLint(Kind)
{
    internal static DiagnosticDescriptor Kind { get; } = Warning(
        "IMA0363", "everything audited", "every file that anybody opens makes an audit record", "limit the rule by func, owner or file system; `func=BPRM_CHECK` is programs alone");

    protected override LintFinding? Inspect(LintedRule rule, LintedPolicy policy) =>
        rule.Rule.Action == PolicyAction.Audit && RuleConditions.MatchesReads(rule.Rule) && RuleConditions.IsUnlimited(rule.Rule) && policy.CoverOf(rule) is null ? At(rule, rule.Span) : null;
}
