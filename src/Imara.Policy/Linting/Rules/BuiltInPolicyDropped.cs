using Imara.Diagnostics;
using Imara.Policy.Rules;

namespace Imara.Policy.Linting.Rules;

/// <summary>Exceptions that look as if they were meant for the built-in policy.</summary>
/// <remarks>docs/reference/policy.md 1.7 and 13, locks a machine out, 9.</remarks>
internal sealed class BuiltInPolicyDropped() : LintRule(Kind)
{
    internal static DiagnosticDescriptor Kind { get; } = Info(
        "IMA0349", "built in policy dropped", "the first load drops the built-in policy, and this one has no `{0}` rule", "a policy replaces what `ima_policy=` chose and does not add to it; begin with `imara policy builtin {1}`");

    public override void Inspect(LintedPolicy policy, FindingList findings)
    {
        if (policy.Context.IsCustomActive)
        {
            return;
        }

        foreach (var (dont, actionClass, name) in (ReadOnlySpan<(PolicyAction, ActionClass, string)>)
            [(PolicyAction.DontMeasure, ActionClass.Measure, "tcb"), (PolicyAction.DontAppraise, ActionClass.Appraise, "appraise_tcb")])
        {
            if ((policy.Classes & actionClass) == 0 && policy.Rules.FirstOrDefault(rule => rule.Rule.Action == dont) is { } rule)
            {
                findings.Add(At(rule, rule.Span, PolicyWords.Of(actionClass), name));
            }
        }
    }
}
