using Imara.Diagnostics;
using Imara.Policy.Fixing;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;

namespace Imara.Policy.Linting.Rules;

/// <summary>pcr=0 where it stands for the default.</summary>
/// <remarks>docs/reference/policy.md 4.3: for buffers 0 means none given.</remarks>
internal sealed class PcrZeroMeansDefault() : LineLint(Kind)
{
    internal static DiagnosticDescriptor Kind { get; } = Warning(
        "IMA0328", "pcr zero means default", "`{0}` means the default PCR, {1}, for func={2}", "take it out, or name another PCR");

    /// <summary>True if the rule's 0 is the default.</summary>
    public static bool IsDefault(PolicyRule rule) => rule is { Pcr: 0, Func: PolicyFunc.KeyCheck or PolicyFunc.CriticalData or PolicyFunc.KexecCmdline };

    protected override LintFinding? Inspect(LintedRule rule, LintedPolicy policy)
    {
        if (!IsDefault(rule.Rule) || rule.Token(RuleKey.Pcr) is not { } token)
        {
            return null;
        }

        return At(rule, token.Span, rule.Show(token.Span), policy.Kernel.MeasurePcr.ToString(), PolicyWords.Of(rule.Rule.Func)) with
        {
            Fix = TextFix.Keeping("take pcr=0 out", [.. rule.Tokens(RuleKey.Pcr).Select(rule.Without)]),
        };
    }
}
