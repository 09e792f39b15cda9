using Imara.Diagnostics;
using Imara.Policy.Kernels;
using Imara.Policy.Rules;

namespace Imara.Policy.Linting.Rules;

/// <summary>Appraise rules in a kernel that appraises nothing.</summary>
/// <remarks>docs/reference/policy.md 8, last paragraph.</remarks>
internal sealed class AppraisalNotBuilt() : LintRule(Kind)
{
    internal static DiagnosticDescriptor Kind { get; } = Warning(
        "IMA0350", "appraisal not built", "the kernel takes the rule and appraises nothing: it is built without CONFIG_IMA_APPRAISE", "build it with the option, or take the rule out");

    public override bool NeedsAllRules => false;

    public override void Inspect(LintedPolicy policy, FindingList findings)
    {
        if (!policy.Kernel.Is(KernelOption.Appraise) && policy.Rules.FirstOrDefault(rule => rule.Rule.Action == PolicyAction.Appraise) is { } rule)
        {
            findings.Add(At(rule, rule.Span));
        }
    }
}
