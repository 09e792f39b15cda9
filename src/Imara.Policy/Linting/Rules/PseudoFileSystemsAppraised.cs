using Imara.Diagnostics;
using Imara.Policy.Rules;

namespace Imara.Policy.Linting.Rules;

/// <summary>Appraisal of file systems whose files can have no labels.</summary>
/// <remarks>docs/reference/policy.md 13, locks a machine out, 1, and 9: what the kernel's own appraise_tcb excepts.</remarks>
internal sealed class PseudoFileSystemsAppraised() : LintRule(Kind)
{
    internal static DiagnosticDescriptor Kind { get; } = Warning(
        "IMA0340", "pseudo file systems appraised", "no `dont_appraise` before this rule excepts {0}", "files there have no hash and no signature; begin with the exceptions of `imara policy builtin appraise_tcb`");

    public override bool NeedsAppraisal => true;

    public override void Inspect(LintedPolicy policy, FindingList findings)
    {
        foreach (var rule in PseudoFileSystems.RulesThatMatter(policy, PolicyAction.Appraise))
        {
            var missing = PseudoFileSystems.MissingBefore(rule, policy, PseudoFileSystems.Needed(policy.Context, isAppraised: true));
            if (missing.Count > 0)
            {
                // Without the first ones hardly anything runs; the others depend on what is mounted and used.
                var severity = missing.Exists(PseudoFileSystems.IsAlwaysMounted) ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info;
                findings.Add(At(rule, rule.Span, string.Join(", ", missing)) with { Severity = severity });
            }
        }
    }
}
