using Imara.Diagnostics;

namespace Imara.Policy.Linting.Rules;

/// <summary>Quotes, which the kernel takes for a part of the value.</summary>
/// <remarks>docs/reference/policy.md 2: there is no quoting.</remarks>
internal sealed class QuotedValue() : LineLint(Kind)
{
    internal static DiagnosticDescriptor Kind { get; } = Warning("IMA0335", "quoted value", "the quotes belong to the value: `{0}`", "write it without quotes");

    protected override LintFinding? Inspect(LintedRule rule, LintedPolicy policy)
    {
        var bytes = rule.Line.Span.Of(rule.Source);
        if (bytes.IndexOfAny((byte)'"', (byte)'\'') < 0)
        {
            return null;
        }

        var token = rule.Tokens().Find(token => IsQuoted(token.Value.Of(rule.Source)));
        return token.Value.Length > 0 ? At(rule, token.Value, rule.Show(token.Span)) : null;
    }

    private static bool IsQuoted(ReadOnlySpan<byte> value) => value.Length >= 2 && value[0] is (byte)'"' or (byte)'\'' && value[^1] == value[0];
}
