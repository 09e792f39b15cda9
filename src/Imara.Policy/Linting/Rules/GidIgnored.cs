using Imara.Diagnostics;
using Imara.Policy.Fixing;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;

namespace Imara.Policy.Linting.Rules;

/// <summary>gid where it is accepted and never compared.</summary>
/// <remarks>docs/reference/policy.md 4.2, 2.</remarks>
internal sealed class GidIgnored() : LineLint(Kind)
{
    internal static DiagnosticDescriptor Kind { get; } = Warning(
        "IMA0311", "gid ignored", "`{0}` is not looked at: func={1} compares uid alone", "take it out; the rule matches every group as it is");

    protected override LintFinding? Inspect(LintedRule rule, LintedPolicy policy)
    {
        if (rule.Rule.Gid is null || !RuleReach.IsGidIgnored(rule.Rule) || rule.Token(RuleKey.Gid) is not { } token)
        {
            return null;
        }

        return At(rule, token.Span, rule.Show(token.Span), PolicyWords.Of(rule.Rule.Func)) with { Fix = TextFix.Keeping("take gid out", rule.Without(token)) };
    }
}
