using Imara.Diagnostics;
using Imara.Policy.Rules;

namespace Imara.Policy.Linting.Rules;

/// <summary>An exception limited by func or mask alone: it also stops the update of hashes.</summary>
/// <remarks>docs/reference/policy.md 4.5.</remarks>
internal sealed class LimitedExceptionBeforeAppraise() : LintRule(Kind)
{
    internal static DiagnosticDescriptor Kind { get; } = Warning(
        "IMA0345", "limited exception before appraise", "files that line {0} appraises keep an old hash when they are rewritten",
        "a change of attributes looks at neither func nor mask, finds this rule first and drops the new hash; limit the exception by the file, or the appraise rule by func");

    public override bool NeedsAppraisal => true;

    public override void Inspect(LintedPolicy policy, FindingList findings)
    {
        var appraise = policy.Rules.LastOrDefault(rule =>
            rule.Rule.Action == PolicyAction.Appraise && (rule.Rule.Options & RuleOptions.Digsig) == 0 && RuleConditions.MatchesReadsOrWrites(rule.Rule) && rule.Reach == Reach.Events);
        if (appraise is null)
        {
            return;
        }

        foreach (var rule in policy.Rules.AsSpan()[..appraise.Index])
        {
            if (rule.Rule.Action == PolicyAction.DontAppraise && IsLimitedOnly(rule.Rule))
            {
                findings.Add(At(rule, rule.Span, appraise.Line.Line.ToString()));
            }
        }
    }

    // An exception for all opens leaves nothing to update in the first place.
    private static bool IsLimitedOnly(PolicyRule rule) =>
        RuleConditions.IsUnlimited(rule) && rule.Func != PolicyFunc.SetxattrCheck && !RuleConditions.IsUnconditional(rule) && rule is not { Func: PolicyFunc.FileCheck, Mask: null };
}
