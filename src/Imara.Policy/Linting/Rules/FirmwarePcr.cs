using Imara.Diagnostics;
using Imara.Policy.Parsing;

namespace Imara.Policy.Linting.Rules;

/// <summary>A register that the firmware and the boot loader extend.</summary>
/// <remarks>docs/reference/policy.md 13.</remarks>
internal sealed class FirmwarePcr() : LineLint(Kind)
{
    internal static DiagnosticDescriptor Kind { get; } = Warning(
        "IMA0325", "firmware pcr", "PCR {0} is for the firmware and the boot loader", "sealed secrets and the event log of the boot depend on it; use 10 or one that nothing else extends");

    protected override LintFinding? Inspect(LintedRule rule, LintedPolicy policy) =>
        rule.Rule.Pcr is >= 0 and <= 9 and var pcr && !PcrZeroMeansDefault.IsDefault(rule.Rule) && rule.Token(RuleKey.Pcr) is { } token
            ? At(rule, token.Value, pcr.ToString()!)
            : null;
}
