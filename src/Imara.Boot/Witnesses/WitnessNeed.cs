using Imara.Policy.CommandLine;
using Imara.Policy.Kernels;
using Imara.Policy.Rules;

namespace Imara.Boot.Witnesses;

/// <summary>Decides whether a signature has to be seen to pass before a policy counts as loaded. Pure.</summary>
/// <remarks>
/// docs/reference/appraisal.md 7: a kernel without a trusted keyring searches <c>_ima</c> through the keyrings of the process whose access it appraises, and keeps what it finds.
/// Until one search succeeded, every process with a session keyring of its own is refused what is signed.
/// </remarks>
internal static class WitnessNeed
{
    /// <summary>Decides.</summary>
    /// <param name="rules">The rules in force.</param>
    /// <param name="kernel">The kernel.</param>
    /// <param name="appraise">Its mode.</param>
    /// <param name="hasTrustedKeyring">True if the kernel has <c>.ima</c>.</param>
    /// <param name="hasKeys">True if keys for IMA were loaded: somebody signed something.</param>
    public static bool Of(IEnumerable<PolicyRule> rules, KernelProfile kernel, AppraiseBits appraise, bool hasTrustedKeyring, bool hasKeys) =>
        !hasTrustedKeyring && appraise != AppraiseBits.None && kernel.Is(KernelOption.Appraise)
        && rules.Any(rule => rule.Action == PolicyAction.Appraise && (hasKeys || (rule.Options & RuleOptions.Digsig) != 0));
}
