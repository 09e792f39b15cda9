namespace Imara.Policy.Kernels;

/// <summary>The names of the build options, without <c>CONFIG_</c>.</summary>
/// <remarks>docs/reference/policy.md 8, last paragraph.</remarks>
internal static class KernelOptionNames
{
    /// <summary>One row an option.</summary>
    public static (string Name, KernelOption Option)[] All { get; } =
    [
        ("IMA_WRITE_POLICY", KernelOption.WritePolicy),
        ("IMA_READ_POLICY", KernelOption.ReadPolicy),
        ("IMA_APPRAISE", KernelOption.Appraise),
        ("IMA_APPRAISE_BOOTPARAM", KernelOption.AppraiseBootparam),
        ("IMA_APPRAISE_MODSIG", KernelOption.AppraiseModsig),
        ("IMA_LSM_RULES", KernelOption.LsmRules),
        ("IMA_MEASURE_ASYMMETRIC_KEYS", KernelOption.MeasureAsymmetricKeys),
        ("IMA_QUEUE_EARLY_BOOT_KEYS", KernelOption.QueueEarlyBootKeys),
        ("IMA_APPRAISE_SIGNED_INIT", KernelOption.AppraiseSignedInit),
        ("IMA_APPRAISE_REQUIRE_MODULE_SIGS", KernelOption.RequireModuleSigs),
        ("IMA_APPRAISE_REQUIRE_FIRMWARE_SIGS", KernelOption.RequireFirmwareSigs),
        ("IMA_APPRAISE_REQUIRE_KEXEC_SIGS", KernelOption.RequireKexecSigs),
        ("IMA_APPRAISE_REQUIRE_POLICY_SIGS", KernelOption.RequirePolicySigs),
        ("IMA_DISABLE_HTABLE", KernelOption.DisableHtable),
        ("INTEGRITY_TRUSTED_KEYRING", KernelOption.TrustedKeyring),
        ("EVM_ATTR_FSUUID", KernelOption.EvmAttrFsuuid),
        ("EVM_ADD_XATTRS", KernelOption.EvmAddXattrs),
        ("MODULE_SIG_FORCE", KernelOption.ModuleSigForce),
    ];

    /// <summary>The whole name of one option, such as <c>CONFIG_IMA_READ_POLICY</c>.</summary>
    public static string Of(KernelOption option) => "CONFIG_" + All.First(row => row.Option == option).Name;
}
