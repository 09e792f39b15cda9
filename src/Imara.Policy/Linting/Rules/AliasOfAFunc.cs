using System.Text;
using Imara.Diagnostics;
using Imara.Policy.Fixing;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;

namespace Imara.Policy.Linting.Rules;

/// <summary>An old name of a func.</summary>
/// <remarks>docs/reference/policy.md 2.3 and 13, style.</remarks>
internal sealed class AliasOfAFunc() : LineLint(Kind)
{
    internal static DiagnosticDescriptor Kind { get; } = Info("IMA0372", "alias of a func", "`{0}` is an old name of {1}", "write `func={1}`, as the kernel reads it back");

    protected override LintFinding? Inspect(LintedRule rule, LintedPolicy policy)
    {
        var bytes = rule.Line.Span.Of(rule.Source);
        if ((bytes.IndexOf("PATH_CHECK"u8) < 0 && bytes.IndexOf("FILE_MMAP"u8) < 0) || rule.Token(RuleKey.Func) is not { } token)
        {
            return null;
        }

        var name = PolicyWords.Of(rule.Rule.Func);
        return Ascii.Equals(token.Value.Of(rule.Source), name)
            ? null
            : At(rule, token.Value, rule.Show(token.Value), name) with { Fix = TextFix.Keeping("write the name of today", new TextEdit(token.Value, new ByteString(name))) };
    }
}
