using Imara.Diagnostics;
using Imara.Policy.Rules;

namespace Imara.Policy.Linting.Rules;

/// <summary>Signatures asked of all files of root.</summary>
/// <remarks>docs/reference/policy.md 13, locks a machine out, 3, and 5.2, 15.</remarks>
internal sealed class SignaturesOnFilesThatChange() : LintRule(Kind)
{
    internal static DiagnosticDescriptor Kind { get; } = Warning(
        "IMA0342", "signatures on files that change", "every file of root that is opened must be signed, also those the system writes", "a signed file cannot be written and an unsigned one cannot be opened; ask for signatures on executed files, or on a file system that is not written");

    public override bool NeedsAppraisal => true;

    public override bool NeedsAllRules => false;

    public override void Inspect(LintedPolicy policy, FindingList findings)
    {
        foreach (var rule in PseudoFileSystems.RulesThatMatter(policy, PolicyAction.Appraise))
        {
            if ((rule.Rule.Options & RuleOptions.Digsig) != 0)
            {
                findings.Add(At(rule, rule.Span));
            }
        }
    }
}
