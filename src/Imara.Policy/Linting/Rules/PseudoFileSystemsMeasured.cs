using Imara.Diagnostics;
using Imara.Policy.Rules;

namespace Imara.Policy.Linting.Rules;

/// <summary>Every read of /proc and /sys in the list.</summary>
/// <remarks>docs/reference/policy.md 13 and 9: what the kernel's own tcb excepts.</remarks>
internal sealed class PseudoFileSystemsMeasured() : LintRule(Kind)
{
    internal static DiagnosticDescriptor Kind { get; } = Warning(
        "IMA0361", "pseudo file systems measured", "no `dont_measure` before this rule excepts {0}", "what is read there differs each time; begin with the exceptions of `imara policy builtin tcb`");

    public override void Inspect(LintedPolicy policy, FindingList findings)
    {
        foreach (var rule in PseudoFileSystems.RulesThatMatter(policy, PolicyAction.Measure))
        {
            var missing = PseudoFileSystems.MissingBefore(rule, policy, PseudoFileSystems.Needed(policy.Context, isAppraised: false));
            if (missing.Count > 0)
            {
                findings.Add(At(rule, rule.Span, string.Join(", ", missing)));
            }
        }
    }
}
