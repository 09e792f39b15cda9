using Imara.Diagnostics;
using Imara.Policy.Fixing;
using Imara.Policy.Parsing;

namespace Imara.Policy.Linting.Rules;

/// <summary>A hexadecimal number that does not look like one.</summary>
/// <remarks>docs/reference/policy.md 2.2 and 13, style.</remarks>
internal sealed class MagicWithoutPrefix() : LineLint(Kind)
{
    internal static DiagnosticDescriptor Kind { get; } = Info("IMA0373", "magic without prefix", "`{0}` is hexadecimal", "write `0x` before it");

    protected override LintFinding? Inspect(LintedRule rule, LintedPolicy policy)
    {
        if (rule.Rule.FsMagic is null || rule.Token(RuleKey.FsMagic) is not { } token)
        {
            return null;
        }

        var digits = token.Value.Of(rule.Source);
        var at = digits[0] == '+' ? 1 : 0;
        return digits.Length - at < 2 || (digits[at + 1] | 0x20) == 'x'
            ? null
            : At(rule, token.Value, rule.Show(token.Value)) with { Fix = TextFix.Keeping("write 0x before the number", TextEdit.Insert(token.Value.Start + at, new ByteString("0x"))) };
    }
}
