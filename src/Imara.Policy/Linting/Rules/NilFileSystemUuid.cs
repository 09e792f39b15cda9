using Imara.Diagnostics;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;

namespace Imara.Policy.Linting.Rules;

/// <summary>The UUID of every file system that has none.</summary>
/// <remarks>docs/reference/policy.md 4.2, 4.</remarks>
internal sealed class NilFileSystemUuid() : LineLint(Kind)
{
    internal static DiagnosticDescriptor Kind { get; } = Warning(
        "IMA0314", "nil file system uuid", "the nil UUID matches every file system that has no UUID", "name the file system with fsname or fsmagic");

    protected override LintFinding? Inspect(LintedRule rule, LintedPolicy policy) =>
        rule.Rule.FsUuid is { IsNil: true } && rule.Token(RuleKey.FsUuid) is { } token ? At(rule, token.Value) : null;
}
