using Imara.Diagnostics;
using Imara.Policy.Parsing;

namespace Imara.Policy.Linting.Rules;

/// <summary>A register that software can reset.</summary>
/// <remarks>docs/reference/policy.md 13.</remarks>
internal sealed class ResettablePcr() : LineLint(Kind)
{
    internal static DiagnosticDescriptor Kind { get; } = Warning("IMA0326", "resettable pcr", "PCR {0} can be reset by software", "what it holds proves nothing; use 10 or one that nothing else extends");

    protected override LintFinding? Inspect(LintedRule rule, LintedPolicy policy) =>
        rule.Rule.Pcr is 16 or 23 && rule.Token(RuleKey.Pcr) is { } token ? At(rule, token.Value, rule.Rule.Pcr.Value.ToString()) : null;
}
