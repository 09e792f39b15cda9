namespace Imara.Boot.Audit.Reading;

/// <summary>The types of integrity audit records; the numbers are the kernel's.</summary>
/// <remarks>docs/reference/appraisal.md 5, policy.md 1.6.</remarks>
public enum AuditRecordType
{
    /// <summary>No audit record: a message of the kernel log that tells of a refusal.</summary>
    None = 0,

    /// <summary><c>INTEGRITY_DATA</c>: the content or label of a file.</summary>
    Data = 1800,

    /// <summary><c>INTEGRITY_METADATA</c>: a change of attributes, judged by EVM.</summary>
    Metadata = 1801,

    /// <summary><c>INTEGRITY_STATUS</c>: the policy.</summary>
    Status = 1802,

    /// <summary><c>INTEGRITY_HASH</c>: a hash could not be made.</summary>
    Hash = 1803,

    /// <summary><c>INTEGRITY_PCR</c>: the measurement list and the PCRs.</summary>
    Pcr = 1804,

    /// <summary><c>INTEGRITY_RULE</c>: what an <c>audit</c> rule asked for.</summary>
    Rule = 1805,

    /// <summary><c>INTEGRITY_EVM_XATTR</c>: the list of attributes that EVM protects.</summary>
    EvmXattr = 1806,

    /// <summary><c>INTEGRITY_POLICY_RULE</c>: a rule of a policy that is loaded.</summary>
    PolicyRule = 1807,

    /// <summary><c>INTEGRITY_USERSPACE</c>: a check that a program asked for (AT_EXECVE_CHECK).</summary>
    UserSpace = 1808,
}
