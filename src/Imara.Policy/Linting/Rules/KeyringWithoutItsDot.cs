using System.Collections.Frozen;
using Imara.Diagnostics;
using Imara.Policy.Parsing;

namespace Imara.Policy.Linting.Rules;

/// <summary>The name of one of the kernel's keyrings without the dot it begins with.</summary>
/// <remarks>docs/reference/policy.md 4.2, 2: names are compared as they stand.</remarks>
internal sealed class KeyringWithoutItsDot() : LineLint(Kind)
{
    internal static DiagnosticDescriptor Kind { get; } = Info("IMA0337", "keyring without its dot", "`{0}` is not the kernel's keyring `.{0}`", "write `.{0}`, if that one is meant");

    private static readonly FrozenSet<string> Names =
        FrozenSet.ToFrozenSet(["ima", "evm", "builtin_trusted_keys", "secondary_trusted_keys", "platform", "machine", "blacklist", "ima_blacklist", "builtin_regdb_keys"]);

    protected override LintFinding? Inspect(LintedRule rule, LintedPolicy policy)
    {
        foreach (var item in rule.Rule.Keyrings)
        {
            if (Names.Contains(item.ToString()))
            {
                return rule.Token(RuleKey.Keyrings) is { } token ? At(rule, token.Value, item.ToString()) : null;
            }
        }

        return null;
    }
}
