using Imara.Diagnostics;
using Imara.Policy.Parsing;

namespace Imara.Policy.Linting.Rules;

/// <summary>A register that no TPM has.</summary>
/// <remarks>docs/reference/policy.md 5.7.</remarks>
internal sealed class NoSuchPcr() : LineLint(Kind)
{
    internal static DiagnosticDescriptor Kind { get; } = Warning(
        "IMA0327", "no such pcr", "a TPM has no PCR {0}: entries of this rule are protected by nothing", "use 10 or one that nothing else extends");

    protected override LintFinding? Inspect(LintedRule rule, LintedPolicy policy) =>
        rule.Rule.Pcr is >= 24 && rule.Token(RuleKey.Pcr) is { } token ? At(rule, token.Value, rule.Rule.Pcr.Value.ToString()) : null;
}
