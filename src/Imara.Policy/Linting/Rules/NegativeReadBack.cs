using Imara.Diagnostics;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;

namespace Imara.Policy.Linting.Rules;

/// <summary>An id that reads back as a negative number.</summary>
/// <remarks>docs/reference/policy.md 6, 16.</remarks>
internal sealed class NegativeReadBack() : LineLint(Kind)
{
    internal static DiagnosticDescriptor Kind { get; } = Info("IMA0370", "negative read back", "`{0}` reads back as {1}, which the kernel does not take again", "keep the file: what is read from the kernel cannot be loaded");

    protected override LintFinding? Inspect(LintedRule rule, LintedPolicy policy)
    {
        if (!policy.Kernel.Is(KernelOption.ReadPolicy))
        {
            return null;
        }

        var r = rule.Rule;
        var key = RuleKey.Uid;
        foreach (var condition in (ReadOnlySpan<IdCondition?>)[r.Uid, r.Euid, r.Gid, r.Egid, r.Fowner, r.Fgroup])
        {
            if (condition is { Value: > int.MaxValue } large && rule.Token(key) is { } token)
            {
                return At(rule, token.Value, rule.Show(token.Value), unchecked((int)large.Value).ToString());
            }

            key++;
        }

        return null;
    }
}
