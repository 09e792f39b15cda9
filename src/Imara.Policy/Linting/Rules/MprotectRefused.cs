using Imara.Diagnostics;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;

namespace Imara.Policy.Linting.Rules;

/// <summary>Appraisal of mappings, which forbids to make one executable afterwards.</summary>
/// <remarks>docs/reference/policy.md 4.1, mprotect, and 13.</remarks>
internal sealed class MprotectRefused() : LintRule(Kind)
{
    internal static DiagnosticDescriptor Kind { get; } = Info(
        "IMA0346", "mprotect refused", "making a file mapping executable with mprotect fails with EPERM, under ima_appraise=log too", "try the programs that do so (JIT compilers, some loaders) before the rule is enforced");

    public override bool NeedsAppraisal => true;

    public override bool NeedsAllRules => false;

    public override void Inspect(LintedPolicy policy, FindingList findings)
    {
        if (policy.Rules.FirstOrDefault(rule => IsOne(rule) && rule.Reach == Reach.Events) is { } rule)
        {
            findings.Add(At(rule, rule.SpanOf(RuleKey.Func)));
        }
    }

    private static bool IsOne(LintedRule rule) => rule.Rule is { Action: PolicyAction.Appraise, Func: PolicyFunc.MmapCheck or PolicyFunc.MmapCheckReqprot };
}
