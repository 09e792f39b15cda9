using Imara.Diagnostics;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;

namespace Imara.Policy.Linting.Rules;

/// <summary>A magic number written in decimal: the kernel reads it as hexadecimal.</summary>
/// <remarks>docs/reference/policy.md 13.</remarks>
internal sealed class MagicLooksDecimal() : LineLint(Kind)
{
    internal static DiagnosticDescriptor Kind { get; } = Warning(
        "IMA0316", "magic looks decimal", "`{0}` is read as hexadecimal; in decimal it would be {1}", "write `fsmagic=0x{2}`");

    protected override LintFinding? Inspect(LintedRule rule, LintedPolicy policy)
    {
        if (rule.Rule.FsMagic is not { } magic || FileSystemTypes.IsKnown(magic) || rule.Token(RuleKey.FsMagic) is not { } token)
        {
            return null;
        }

        return ulong.TryParse(token.Value.Of(rule.Source), System.Globalization.NumberStyles.None, null, out var number) && FileSystemTypes.IsKnown(number)
            ? At(rule, token.Value, rule.Show(token.Value), FileSystemTypes.NamesOf(number), number.ToString("x"))
            : null;
    }
}
