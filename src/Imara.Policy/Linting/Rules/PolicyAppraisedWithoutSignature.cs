using Imara.Diagnostics;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;

namespace Imara.Policy.Linting.Rules;

/// <summary>A policy file that a hash is enough for.</summary>
/// <remarks>docs/reference/policy.md 1.7, last paragraphs.</remarks>
internal sealed class PolicyAppraisedWithoutSignature() : LineLint(Kind)
{
    internal static DiagnosticDescriptor Kind { get; } = Warning(
        "IMA0343", "policy appraised without signature", "a policy file with a hash passes, and root can write a hash", "add `appraise_type=imasig`");

    public override bool NeedsAppraisal => true;

    protected override LintFinding? Inspect(LintedRule rule, LintedPolicy policy) =>
        rule.Rule is { Action: PolicyAction.Appraise, Func: PolicyFunc.PolicyCheck } && (rule.Rule.Options & RuleOptions.Digsig) == 0 && rule.Reach == Reach.Events
            ? At(rule, rule.SpanOf(RuleKey.Func))
            : null;
}
