using Imara.Diagnostics;
using Imara.Policy.Linting.Covering;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;

namespace Imara.Policy.Linting.Rules;

/// <summary>Two appraise rules for one file, of which one alone asks for a signature.</summary>
/// <remarks>docs/reference/policy.md 5.1.</remarks>
internal sealed class StickySignatureRequirement() : LintRule(Kind)
{
    private const int MaxPairs = 100_000;

    internal static DiagnosticDescriptor Kind { get; } = Info(
        "IMA0347", "sticky signature requirement", "once this rule has met a file, line {0} asks for a signature too", "the requirement stays with the file in memory until its attributes change; ask for signatures in both rules, or keep their files apart");

    public override bool NeedsAppraisal => true;

    public override bool NeedsAllRules => false;

    public override void Inspect(LintedPolicy policy, FindingList findings)
    {
        var appraise = policy.Rules.Where(rule => rule.Rule.Action == PolicyAction.Appraise && rule.Reach == Reach.Events && IsOfPrograms(rule.Rule.Func)).ToArray();
        var plain = Array.FindAll(appraise, rule => (rule.Rule.Options & RuleOptions.Digsig) == 0);
        var left = MaxPairs;
        foreach (var rule in appraise)
        {
            if ((rule.Rule.Options & RuleOptions.Digsig) == 0 || rule.Rule.Func == PolicyFunc.None)
            {
                continue;
            }

            var other = Array.Find(plain, other => --left > 0 && other.Rule.Func != rule.Rule.Func && RuleOverlap.OfFiles(rule.Rule, other.Rule));
            if (other is not null)
            {
                findings.Add(At(rule, rule.SpanOf(RuleKey.AppraiseType), LineText.Of(other, rule)));
            }
        }
    }

    // What the kernel reads for itself is signed or refused anyway.
    private static bool IsOfPrograms(PolicyFunc func) =>
        func is PolicyFunc.None or PolicyFunc.FileCheck or PolicyFunc.BprmCheck or PolicyFunc.MmapCheck or PolicyFunc.MmapCheckReqprot or PolicyFunc.CredsCheck;
}
