using Imara.Diagnostics;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;

namespace Imara.Policy.Linting.Rules;

/// <summary>A rule whose read-back line the kernel does not take, or takes for another rule.</summary>
/// <remarks>docs/reference/policy.md 6: the order of verity and sigv3 up to 7.0, a custom template, names cut to 63 characters.</remarks>
internal sealed class ReadBackRefused() : LineLint(Kind)
{
    private const int LongestName = 63;

    internal static DiagnosticDescriptor Kind { get; } = Info("IMA0371", "read back refused", "the rule reads back as `{0}`, which is {1}", "keep the file: what is read from the kernel cannot be loaded");

    protected override LintFinding? Inspect(LintedRule rule, LintedPolicy policy)
    {
        if (!policy.Kernel.Is(KernelOption.ReadPolicy) || !IsSuspect(rule.Rule) || rule.Line.Canonical is not { } canonical)
        {
            return null;
        }

        var again = RuleParser.Parse(canonical.Span, policy.Context);
        if (again.Rule is { } other && RuleComparer.AreSame(rule.Rule, other))
        {
            return null;
        }

        return At(rule, rule.Span, UserText.Of(canonical.Span), again.IsAccepted ? "another rule" : "refused");
    }

    private static bool IsSuspect(PolicyRule rule) =>
        (rule.Options & RuleOptions.Verity) != 0 || rule.Template is { Name.Length: 0 } || rule.FsName is { Length: > LongestName } || rule.FsSubtype is { Length: > LongestName };
}
