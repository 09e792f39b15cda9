using Imara.Diagnostics;
using Imara.Policy.Fixing;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;

namespace Imara.Policy.Linting.Rules;

/// <summary>What stands behind the 36 characters of a UUID.</summary>
/// <remarks>docs/reference/policy.md 2.2.</remarks>
internal sealed class TextAfterTheUuid() : LineLint(Kind)
{
    internal static DiagnosticDescriptor Kind { get; } = Warning("IMA0315", "text after the uuid", "`{0}` behind the UUID is not looked at", "take it out");

    protected override LintFinding? Inspect(LintedRule rule, LintedPolicy policy)
    {
        if (rule.Rule.FsUuid is null || rule.Token(RuleKey.FsUuid) is not { Value.Length: > FsUuid.TextLength } token)
        {
            return null;
        }

        var span = SourceSpan.FromBounds(token.Value.Start + FsUuid.TextLength, token.Value.End);
        return At(rule, span, rule.Show(span)) with { Fix = TextFix.Keeping("take the text behind the UUID out", TextEdit.Remove(span)) };
    }
}
