using Imara.Diagnostics;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;

namespace Imara.Policy.Linting.Rules;

/// <summary>MAY_READ or MAY_WRITE alone: opens for reading and writing pass by.</summary>
/// <remarks>docs/reference/policy.md 4.2 and 13.</remarks>
internal sealed class MaskWithoutCaret() : LineLint(Kind)
{
    internal static DiagnosticDescriptor Kind { get; } = Info(
        "IMA0303", "mask without caret", "`{0}` does not match opens for reading and writing", "write `{1}` to match every open that has the bit");

    protected override LintFinding? Inspect(LintedRule rule, LintedPolicy policy)
    {
        if (!rule.Rule.IsDo || !RuleConditions.IsAskedAtOpen(rule.Rule) || rule.Rule.Mask is not { AnyOf: false, Mask: AccessMask.Read or AccessMask.Write } mask)
        {
            return null;
        }

        var span = rule.SpanOf(RuleKey.Mask);
        return At(rule, span, rule.Show(span), $"mask=^{PolicyWords.Of(mask.Mask).First()}");
    }
}
