namespace Imara.Policy.CommandLine;

/// <summary>The kernel's <c>ima_appraise</c> word.</summary>
/// <remarks>docs/reference/policy.md 10, last paragraph, and 1.7.</remarks>
[Flags]
public enum AppraiseBits
{
    /// <summary>Nothing is appraised.</summary>
    None = 0,

    /// <summary>What fails is denied.</summary>
    Enforce = 1,

    /// <summary>What fails is repaired.</summary>
    Fix = 2,

    /// <summary>What fails is logged.</summary>
    Log = 4,

    /// <summary>A rule <c>appraise func=MODULE_CHECK</c> was loaded.</summary>
    Modules = 8,

    /// <summary>A rule <c>appraise func=FIRMWARE_CHECK</c> was loaded.</summary>
    Firmware = 16,

    /// <summary>A rule <c>appraise func=POLICY_CHECK</c> was loaded: rules must come from a file.</summary>
    Policy = 32,

    /// <summary>A rule <c>appraise func=KEXEC_KERNEL_CHECK</c> was loaded.</summary>
    Kexec = 64,
}
