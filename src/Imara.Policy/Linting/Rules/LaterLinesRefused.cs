using Imara.Diagnostics;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;

namespace Imara.Policy.Linting.Rules;

/// <summary>A rule that ends the writing of rules for the rest of the boot.</summary>
/// <remarks>docs/reference/policy.md 1.7 and 3.10.</remarks>
internal sealed class LaterLinesRefused() : LintRule(Kind)
{
    internal static DiagnosticDescriptor Kind { get; } = Info(
        "IMA0344", "later lines refused", "after this load the kernel takes no more rules written as lines, until the next boot", "later policies must be signed files given by their path");

    public override bool NeedsAppraisal => true;

    public override bool NeedsAllRules => false;

    public override void Inspect(LintedPolicy policy, FindingList findings)
    {
        if (policy.Kernel.Is(KernelOption.WritePolicy) && policy.Rules.FirstOrDefault(IsOne) is { } rule)
        {
            findings.Add(At(rule, rule.SpanOf(RuleKey.Func)));
        }
    }

    private static bool IsOne(LintedRule rule) => rule.Rule is { Action: PolicyAction.Appraise, Func: PolicyFunc.PolicyCheck };
}
