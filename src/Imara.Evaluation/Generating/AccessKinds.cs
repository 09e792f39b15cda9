using Imara.Policy.Rules;

namespace Imara.Evaluation.Generating;

/// <summary>Which accesses a generated policy is to cover.</summary>
[Flags]
public enum AccessKinds
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Executed programs and scripts: BPRM_CHECK.</summary>
    Exec = 1,

    /// <summary>Files mapped executable: MMAP_CHECK.</summary>
    Mmap = 2,

    /// <summary>Files opened for reading: FILE_CHECK.</summary>
    Read = 4,

    /// <summary>Kernel modules: MODULE_CHECK.</summary>
    Module = 8,

    /// <summary>Firmware: FIRMWARE_CHECK.</summary>
    Firmware = 16,

    /// <summary>Policies loaded by path: POLICY_CHECK.</summary>
    Policy = 32,

    /// <summary>Images for kexec: KEXEC_KERNEL_CHECK, KEXEC_INITRAMFS_CHECK.</summary>
    Kexec = 64,

    /// <summary>What is executed, in user space or in the kernel.</summary>
    Usual = Exec | Mmap | Module | Firmware | Policy,
}
