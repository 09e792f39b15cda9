using System.Collections.Immutable;
using Imara.Policy.BuiltIn;
using Imara.Policy.Kernels;
using Imara.Policy.Rules;

namespace Imara.Policy.CommandLine;

/// <summary>What the kernel command line makes of IMA.</summary>
/// <remarks>docs/reference/policy.md 10, measurement-list.md 4.2.</remarks>
public sealed record BootParameters
{
    /// <summary>The default hash: <c>ima_hash=</c>, or what the kernel is built with.</summary>
    public required HashAlgo Hash { get; init; }

    /// <summary>The default template: a name, or a custom format where <see cref="IsCustomTemplate"/> says so.</summary>
    public required string Template { get; init; }

    /// <summary>True if <see cref="Template"/> is a format given by <c>ima_template_fmt=</c> that no built-in template has.</summary>
    public bool IsCustomTemplate { get; init; }

    /// <summary>The mode: enforce, fix, log or nothing.</summary>
    public required AppraiseBits Appraise { get; init; }

    /// <summary>The built-in policies asked for; of tcb and ima_tcb only the first.</summary>
    public ImmutableArray<BuiltInPolicy> Policies { get; init; } = [];

    /// <summary><c>ima_policy=fail_securely</c></summary>
    public bool FailSecurely { get; init; }

    /// <summary><c>evm=fix</c></summary>
    public bool EvmFix { get; init; }

    /// <summary>False if IMA gives up when it should start (an empty <c>ima_template=</c>): no list, no policy file, nothing measured or appraised.</summary>
    public bool Starts { get; init; } = true;

    /// <summary>The default list at boot; empty where IMA does not start.</summary>
    /// <remarks>docs/reference/policy.md 1.7, order of rules at boot; architecture rules are not part of it.</remarks>
    public ImmutableArray<PolicyRule> DefaultRules(KernelProfile kernel)
    {
        if (!Starts)
        {
            return [];
        }

        var lines = new List<string>();
        foreach (var policy in (ReadOnlySpan<BuiltInPolicy>)[BuiltInPolicy.Tcb, BuiltInPolicy.ImaTcb, BuiltInPolicy.SecureBoot])
        {
            Add(policy);
        }

        if (!Policies.Contains(BuiltInPolicy.SecureBoot))
        {
            lines.AddRange(BuiltInPolicies.BuildTimeLines(kernel));
        }

        Add(BuiltInPolicy.AppraiseTcb);
        Add(BuiltInPolicy.CriticalData);
        return BuiltInPolicies.Rules(lines, kernel);

        void Add(BuiltInPolicy policy)
        {
            if (Policies.Contains(policy))
            {
                lines.AddRange(BuiltInPolicies.Lines(policy, kernel));
            }
        }
    }
}
