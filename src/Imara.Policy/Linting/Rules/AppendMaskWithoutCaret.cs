using Imara.Diagnostics;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;

namespace Imara.Policy.Linting.Rules;

/// <summary>MAY_APPEND alone: an open for appending always has another bit too.</summary>
/// <remarks>docs/reference/policy.md 4.1, 4.2 and 13.</remarks>
internal sealed class AppendMaskWithoutCaret() : LineLint(Kind)
{
    internal static DiagnosticDescriptor Kind { get; } = Warning(
        "IMA0302", "append mask without caret", "`{0}` never matches: an open for appending also reads or writes", "write `mask=^MAY_APPEND`");

    protected override LintFinding? Inspect(LintedRule rule, LintedPolicy policy)
    {
        if (rule.Rule.Mask is not { Mask: AccessMask.Append, AnyOf: false } || RuleReach.MaskOf(rule.Rule.Func) != AccessMask.None)
        {
            return null;
        }

        var span = rule.SpanOf(RuleKey.Mask);
        return At(rule, span, rule.Show(span));
    }
}
