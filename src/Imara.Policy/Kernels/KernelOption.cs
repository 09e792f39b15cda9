namespace Imara.Policy.Kernels;

/// <summary>The build options of a kernel that decide what IMA takes and does.</summary>
/// <remarks>docs/reference/policy.md 8, last paragraph, and 1.1, 9.</remarks>
[Flags]
public enum KernelOption
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary><c>CONFIG_IMA_WRITE_POLICY</c>: the policy can be loaded again and again.</summary>
    WritePolicy = 1,

    /// <summary><c>CONFIG_IMA_READ_POLICY</c>: the policy can be read back.</summary>
    ReadPolicy = 1 << 1,

    /// <summary><c>CONFIG_IMA_APPRAISE</c>: appraise rules have an effect; it does not gate the syntax.</summary>
    Appraise = 1 << 2,

    /// <summary><c>CONFIG_IMA_APPRAISE_BOOTPARAM</c>: <c>ima_appraise=</c> is looked at.</summary>
    AppraiseBootparam = 1 << 3,

    /// <summary><c>CONFIG_IMA_APPRAISE_MODSIG</c>: appended signatures.</summary>
    AppraiseModsig = 1 << 4,

    /// <summary><c>CONFIG_IMA_LSM_RULES</c>: the six LSM conditions.</summary>
    LsmRules = 1 << 5,

    /// <summary><c>CONFIG_IMA_MEASURE_ASYMMETRIC_KEYS</c>: KEY_CHECK and keyrings.</summary>
    MeasureAsymmetricKeys = 1 << 6,

    /// <summary><c>CONFIG_IMA_QUEUE_EARLY_BOOT_KEYS</c>: keys added before the first custom policy are measured when it arrives.</summary>
    QueueEarlyBootKeys = 1 << 7,

    /// <summary><c>CONFIG_IMA_APPRAISE_SIGNED_INIT</c>: appraise_tcb asks for signatures.</summary>
    AppraiseSignedInit = 1 << 8,

    /// <summary><c>CONFIG_IMA_APPRAISE_REQUIRE_MODULE_SIGS</c></summary>
    RequireModuleSigs = 1 << 9,

    /// <summary><c>CONFIG_IMA_APPRAISE_REQUIRE_FIRMWARE_SIGS</c></summary>
    RequireFirmwareSigs = 1 << 10,

    /// <summary><c>CONFIG_IMA_APPRAISE_REQUIRE_KEXEC_SIGS</c></summary>
    RequireKexecSigs = 1 << 11,

    /// <summary><c>CONFIG_IMA_APPRAISE_REQUIRE_POLICY_SIGS</c></summary>
    RequirePolicySigs = 1 << 12,

    /// <summary><c>CONFIG_IMA_DISABLE_HTABLE</c>: equal entries are not dropped.</summary>
    DisableHtable = 1 << 13,

    /// <summary><c>CONFIG_INTEGRITY_TRUSTED_KEYRING</c>: <c>.ima</c> and <c>.evm</c> take only certificates signed by a trusted key.</summary>
    TrustedKeyring = 1 << 14,

    /// <summary><c>CONFIG_EVM_ATTR_FSUUID</c>: the UUID of the file system is part of HMACs and non-portable signatures.</summary>
    EvmAttrFsuuid = 1 << 15,

    /// <summary><c>CONFIG_EVM_ADD_XATTRS</c>: the list of protected attributes can be extended.</summary>
    EvmAddXattrs = 1 << 16,

    /// <summary><c>CONFIG_MODULE_SIG_FORCE</c></summary>
    ModuleSigForce = 1 << 17,

    /// <summary>Everything that takes nothing away: what <c>--kernel</c> means by "every option configured".</summary>
    Everything = WritePolicy | ReadPolicy | Appraise | AppraiseBootparam | AppraiseModsig | LsmRules | MeasureAsymmetricKeys | QueueEarlyBootKeys
        | TrustedKeyring | EvmAttrFsuuid | EvmAddXattrs,
}
