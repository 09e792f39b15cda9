namespace Imara.Evaluation.Differences;

/// <summary>What a policy does beyond its rules.</summary>
/// <remarks>docs/reference/policy.md 3.9, 3.10 and 4.6.</remarks>
public enum GlobalEffect
{
    /// <summary>A measure rule exists: violations are looked for.</summary>
    Measuring,

    /// <summary>An appraise rule exists: mprotect is judged, and changes of security.ima are seen.</summary>
    Appraising,

    /// <summary>The algorithms that may be written to security.ima; the first SETXATTR_CHECK rule sets them for good.</summary>
    SetxattrAlgos,

    /// <summary>init_module(2) without a file is refused in enforce mode.</summary>
    AppraisingModules,

    /// <summary>The sysfs fallback of firmware loading is refused in enforce mode.</summary>
    AppraisingFirmware,

    /// <summary>Policies have to be signed for the rest of the boot.</summary>
    AppraisingPolicy,

    /// <summary>kexec_load(2) is refused in enforce mode.</summary>
    AppraisingKexec,
}
