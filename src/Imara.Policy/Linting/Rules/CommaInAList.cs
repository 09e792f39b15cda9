using Imara.Diagnostics;
using Imara.Policy.Parsing;

namespace Imara.Policy.Linting.Rules;

/// <summary>A comma where the list is separated by bars.</summary>
/// <remarks>docs/reference/policy.md 2.2.</remarks>
internal sealed class CommaInAList() : LineLint(Kind)
{
    internal static DiagnosticDescriptor Kind { get; } = Warning("IMA0336", "comma in a list", "`{0}` is one name with a comma in it", "separate names with `|`");

    protected override LintFinding? Inspect(LintedRule rule, LintedPolicy policy)
    {
        foreach (var item in rule.Rule.Keyrings.IsEmpty ? rule.Rule.Labels : rule.Rule.Keyrings)
        {
            if (item.Span.Contains((byte)','))
            {
                return rule.Token(rule.Rule.Keyrings.IsEmpty ? RuleKey.Label : RuleKey.Keyrings) is { } token ? At(rule, token.Value, item.ToString()) : null;
            }
        }

        return null;
    }
}
