using Imara.Diagnostics;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;

namespace Imara.Policy.Linting.Rules;

/// <summary>A measure rule that passes over files without fs-verity.</summary>
/// <remarks>docs/reference/policy.md 5.2, 9 and 13.</remarks>
internal sealed class VerityLeavesNoTrace() : LineLint(Kind)
{
    internal static DiagnosticDescriptor Kind { get; } = Info(
        "IMA0324", "verity leaves no trace", "files without fs-verity that match are not in the list at all", "limit the rule to file systems where every such file has fs-verity: a rule behind this one does not measure what this one matched");

    protected override LintFinding? Inspect(LintedRule rule, LintedPolicy policy) =>
        rule.Rule is { Action: PolicyAction.Measure, FsUuid: null } && (rule.Rule.Options & RuleOptions.Verity) != 0
            ? At(rule, rule.SpanOf(RuleKey.DigestType))
            : null;
}
