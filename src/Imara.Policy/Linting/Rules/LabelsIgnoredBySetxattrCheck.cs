using Imara.Diagnostics;
using Imara.Policy.Fixing;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;

namespace Imara.Policy.Linting.Rules;

/// <summary>Label conditions that nobody looks at.</summary>
/// <remarks>docs/reference/policy.md 3.2.</remarks>
internal sealed class LabelsIgnoredBySetxattrCheck() : LineLint(Kind)
{
    internal static DiagnosticDescriptor Kind { get; } = Warning(
        "IMA0333", "labels ignored by setxattr check", "`{0}` is not looked at: the list of algorithms is for everybody", "take it out");

    protected override LintFinding? Inspect(LintedRule rule, LintedPolicy policy)
    {
        if (rule.Rule.Func != PolicyFunc.SetxattrCheck || rule.Rule.Lsm.IsEmpty)
        {
            return null;
        }

        var tokens = rule.Tokens().FindAll(token => RuleKeys.TryParse(token.Key.Of(rule.Source), out var key) && RuleKeys.IsLsm(key));
        return At(rule, tokens[0].Span, rule.Show(tokens[0].Span)) with { Fix = TextFix.Keeping("take the labels out", [.. tokens.Select(rule.Without)]) };
    }
}
