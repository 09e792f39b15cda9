using System.Text;
using Imara.Diagnostics;
using Imara.Policy.Fixing;
using Imara.Policy.Syntax;

namespace Imara.Policy.Linting.Rules;

/// <summary>The action behind a condition.</summary>
/// <remarks>docs/reference/policy.md 13, style.</remarks>
internal sealed class ActionNotFirst() : LineLint(Kind)
{
    internal static DiagnosticDescriptor Kind { get; } = Info("IMA0374", "action not first", "the action `{0}` stands behind a condition", "put it first, as the kernel reads it back");

    protected override LintFinding? Inspect(LintedRule rule, LintedPolicy policy)
    {
        var bytes = rule.Line.Span.Of(rule.Source).TrimStart(" \t"u8);
        var word = rule.Action;
        if (bytes.Length >= word.Length && Ascii.Equals(bytes[..word.Length], word) && (bytes.Length == word.Length || TokenReader.IsBlank(bytes[word.Length])))
        {
            return null;
        }

        var tokens = rule.Tokens();
        var action = tokens.Find(token => token.Operator == 0 && Ascii.Equals(token.Span.Of(rule.Source), word));
        return At(rule, action.Span, rule.Action) with
        {
            Fix = TextFix.Keeping("put the action first", TextEdit.Insert(tokens[0].Span.Start, new ByteString(rule.Action + " ")), rule.Without(action)),
        };
    }
}
