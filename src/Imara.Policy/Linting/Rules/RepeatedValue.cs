using Imara.Diagnostics;
using Imara.Policy.Fixing;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;

namespace Imara.Policy.Linting.Rules;

/// <summary>A key given again where the kernel keeps the last value.</summary>
/// <remarks>docs/reference/policy.md 2.2.</remarks>
internal sealed class RepeatedValue() : LineLint(Kind)
{
    internal static DiagnosticDescriptor Kind { get; } = Warning("IMA0318", "repeated value", "`{0}` is overridden by `{1}`", "take one of them out: only the last one counts");

    private static readonly RuleKey[] Keys = [RuleKey.FsName, RuleKey.Pcr, RuleKey.FsMagic, RuleKey.FsUuid];

    protected override LintFinding? Inspect(LintedRule rule, LintedPolicy policy)
    {
        var r = rule.Rule;
        if (r.FsName is null && r.Pcr is null && r.FsMagic is null && r.FsUuid is null)
        {
            return null;
        }

        foreach (var key in Keys)
        {
            if (rule.MayRepeat(key) && rule.Tokens(key) is { Count: > 1 } tokens)
            {
                return At(rule, tokens[0].Span, rule.Show(tokens[0].Span), rule.Show(tokens[^1].Span)) with
                {
                    Fix = TextFix.Keeping("take the values out that do not count", [.. tokens.SkipLast(1).Select(rule.Without)]),
                };
            }
        }

        return null;
    }
}
