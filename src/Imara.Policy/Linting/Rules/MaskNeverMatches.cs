using Imara.Diagnostics;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;

namespace Imara.Policy.Linting.Rules;

/// <summary>A mask that no event of the func has.</summary>
/// <remarks>docs/reference/policy.md 4.1, 4.2 and 13.</remarks>
internal sealed class MaskNeverMatches() : LineLint(Kind)
{
    internal static DiagnosticDescriptor Kind { get; } = Warning(
        "IMA0301", "mask never matches", "`{0}` never matches: func={1} is asked about {2} only", "leave the mask out{3}");

    protected override LintFinding? Inspect(LintedRule rule, LintedPolicy policy)
    {
        var only = RuleReach.MaskOf(rule.Rule.Func);
        if (only == AccessMask.None || !RuleReach.IsMaskImpossible(rule.Rule, policy.Kernel))
        {
            return null;
        }

        var span = rule.SpanOf(RuleKey.Mask);
        var rest = rule.Reach == Reach.AttributeChanges ? "; as it is, the rule matches changes of attributes only" : string.Empty;
        return At(rule, span, rule.Show(span), PolicyWords.Of(rule.Rule.Func), PolicyWords.Of(only).First(), rest) with
        {
            Fix = rule.Reach == Reach.Nothing && policy.IsClassKeptWithout(rule) ? rule.Removal() : null,
        };
    }
}
