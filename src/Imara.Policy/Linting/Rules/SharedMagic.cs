using Imara.Diagnostics;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;

namespace Imara.Policy.Linting.Rules;

/// <summary>A magic number of several file systems.</summary>
/// <remarks>docs/reference/policy.md 13.</remarks>
internal sealed class SharedMagic() : LineLint(Kind)
{
    internal static DiagnosticDescriptor Kind { get; } = Info(
        "IMA0317", "shared magic", "`{0}` is the magic number of {1}", "add fsname to mean one of them");

    protected override LintFinding? Inspect(LintedRule rule, LintedPolicy policy)
    {
        // Others are shared too, such as that of tmpfs with devtmpfs, but nobody means one of those alone.
        if (rule.Rule.FsMagic is not (0xef53 or 0x65735546) || rule.Rule.FsName is not null || rule.Rule.FsUuid is not null || rule.Rule.FsSubtype is not null)
        {
            return null;
        }

        return rule.Token(RuleKey.FsMagic) is { } token ? At(rule, token.Value, rule.Show(token.Value), FileSystemTypes.NamesOf(rule.Rule.FsMagic.Value)) : null;
    }
}
