namespace Imara.Policy.BuiltIn;

/// <summary>The policies the kernel has built in.</summary>
/// <remarks>docs/reference/policy.md 9.</remarks>
public enum BuiltInPolicy
{
    /// <summary><c>ima_policy=tcb</c></summary>
    Tcb,

    /// <summary><c>ima_tcb</c>, the older one</summary>
    ImaTcb,

    /// <summary><c>ima_policy=appraise_tcb</c>, <c>ima_appraise_tcb</c></summary>
    AppraiseTcb,

    /// <summary><c>ima_policy=secure_boot</c></summary>
    SecureBoot,

    /// <summary><c>ima_policy=fail_securely</c>: no rule, but signatures and hashes on file systems that cannot be trusted fail.</summary>
    FailSecurely,

    /// <summary><c>ima_policy=critical_data</c></summary>
    CriticalData,
}
