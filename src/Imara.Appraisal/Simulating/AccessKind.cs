namespace Imara.Appraisal.Simulating;

/// <summary>What somebody does with a file; each kind asks one or more questions of IMA.</summary>
/// <remarks>docs/reference/policy.md 4.1.</remarks>
public enum AccessKind
{
    /// <summary>Open read-only.</summary>
    Read,

    /// <summary>Open write-only.</summary>
    Write,

    /// <summary>Execute.</summary>
    Execute,

    /// <summary>Map executable, as a shared library.</summary>
    Map,

    /// <summary>Load as a kernel module.</summary>
    Module,

    /// <summary>Load as firmware.</summary>
    Firmware,

    /// <summary>Load as the kernel of kexec_file_load.</summary>
    KexecKernel,

    /// <summary>Load as its initramfs.</summary>
    KexecInitramfs,

    /// <summary>Load as a policy by its path.</summary>
    Policy,
}
