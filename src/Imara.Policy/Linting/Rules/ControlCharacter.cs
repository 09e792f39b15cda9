using Imara.Diagnostics;
using Imara.Policy.Fixing;

namespace Imara.Policy.Linting.Rules;

/// <summary>A control character that became part of a value, such as the carriage return of a DOS file.</summary>
/// <remarks>docs/reference/policy.md 2: only blank and tab separate tokens.</remarks>
internal sealed class ControlCharacter() : LineLint(Kind)
{
    internal static DiagnosticDescriptor Kind { get; } = Warning(
        "IMA0334", "control character", "a control character belongs to the value: `{0}`", "take it out; end lines with a line feed alone");

    private static readonly System.Buffers.SearchValues<byte> Controls =
        System.Buffers.SearchValues.Create([.. Enumerable.Range(1, 31).Where(value => value is not '\t').Select(value => (byte)value), 0x7f]);

    protected override LintFinding? Inspect(LintedRule rule, LintedPolicy policy)
    {
        var bytes = rule.Line.Span.Of(rule.Source);
        if (!HasControl(bytes))
        {
            return null;
        }

        var token = rule.Tokens().Find(token => HasControl(token.Value.Of(rule.Source)));
        if (token.Value.Length == 0)
        {
            return null;
        }

        var at = token.Value.Start + token.Value.Of(rule.Source).IndexOfAny(Controls);
        return At(rule, new SourceSpan(at, 1), rule.Show(token.Span)) with { Fix = policy.IsOfDosFile(rule) ? Repairs.CarriageReturns(rule.Syntax, rule.Syntax.LineAt(at)) : null };
    }

    private static bool HasControl(ReadOnlySpan<byte> bytes) => bytes.IndexOfAny(Controls) >= 0;
}
