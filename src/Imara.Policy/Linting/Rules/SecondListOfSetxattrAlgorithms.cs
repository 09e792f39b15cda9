using Imara.Diagnostics;
using Imara.Policy.Rules;

namespace Imara.Policy.Linting.Rules;

/// <summary>A SETXATTR_CHECK rule behind the one that counts.</summary>
/// <remarks>docs/reference/policy.md 3.9.</remarks>
internal sealed class SecondListOfSetxattrAlgorithms() : LintRule(Kind)
{
    internal static DiagnosticDescriptor Kind { get; } = Warning(
        "IMA0310", "second list of setxattr algorithms", "the rule has no effect: the list of line {0} is taken, for good", "put all algorithms into the first SETXATTR_CHECK rule");

    public override bool NeedsAllRules => false;

    public override void Inspect(LintedPolicy policy, FindingList findings)
    {
        LintedRule? first = null;
        foreach (var rule in policy.Rules)
        {
            if (rule.Rule.Func != PolicyFunc.SetxattrCheck)
            {
                continue;
            }

            if (first is not null)
            {
                findings.Add(At(rule, rule.Span, LineText.Of(first, rule)) with { Fix = first.Rule.AppraiseAlgos == rule.Rule.AppraiseAlgos ? rule.Removal() : null });
            }

            first ??= rule;
        }
    }
}
