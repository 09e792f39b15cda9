using Imara.Diagnostics;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;

namespace Imara.Policy.Linting.Rules;

/// <summary>A name and a magic number, or a name and a subtype, that no file system has together.</summary>
/// <remarks>docs/reference/policy.md 4.2, 4.</remarks>
internal sealed class FileSystemConditionsDisagree() : LineLint(Kind)
{
    internal static DiagnosticDescriptor Kind { get; } = Warning(
        "IMA0332", "file system conditions disagree", "`{0}` and `{1}` never hold together", "keep the one that is meant");

    protected override LintFinding? Inspect(LintedRule rule, LintedPolicy policy)
    {
        var r = rule.Rule;
        if (r.FsName is not { } name)
        {
            return null;
        }

        if (r.FsMagic is { } magic && FileSystemTypes.MagicOf(name) is { } own && FileSystemTypes.IsKnown(magic) && own != magic)
        {
            return Between(rule, RuleKey.FsName, RuleKey.FsMagic);
        }

        return r.FsSubtype is not null && FileSystemTypes.MagicOf(name) is { } other && other != FileSystemTypes.Fuse ? Between(rule, RuleKey.FsName, RuleKey.FsSubtype) : null;
    }

    private LintFinding Between(LintedRule rule, RuleKey one, RuleKey other)
    {
        var span = rule.SpanOf(other);
        return At(rule, span, rule.Show(rule.SpanOf(one)), rule.Show(span));
    }
}
