using Imara.Diagnostics;
using Imara.Policy.Kernels;
using Imara.Policy.Rules;

namespace Imara.Policy.Linting.Rules;

/// <summary>Modules must have a label where distributions append the signature.</summary>
/// <remarks>docs/reference/policy.md 13, locks a machine out, 6.</remarks>
internal sealed class ModulesWithoutModsig() : LineLint(Kind)
{
    internal static DiagnosticDescriptor Kind { get; } = Info(
        "IMA0348", "modules without modsig", "modules need a label: a signature appended to the module is not looked at", "write `appraise_type=imasig|modsig` to take both");

    public override bool NeedsAppraisal => true;

    protected override LintFinding? Inspect(LintedRule rule, LintedPolicy policy) =>
        rule.Rule is { Action: PolicyAction.Appraise, Func: PolicyFunc.ModuleCheck } && (rule.Rule.Options & (RuleOptions.Modsig | RuleOptions.Sigv3)) == 0
        && policy.Kernel.Has(KernelFeature.Modsig) && rule.Reach == Reach.Events
            ? At(rule, rule.Span)
            : null;
}
