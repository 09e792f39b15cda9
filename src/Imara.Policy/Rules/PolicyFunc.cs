namespace Imara.Policy.Rules;

/// <summary>The question IMA asks: where in the kernel an access is looked at.</summary>
/// <remarks>docs/reference/policy.md 2.3 and 4.1.</remarks>
public enum PolicyFunc : byte
{
    /// <summary>No func: a rule that matches any file event.</summary>
    None,

    /// <summary><c>FILE_CHECK</c>, also written <c>PATH_CHECK</c>: a file is opened.</summary>
    FileCheck,

    /// <summary><c>MMAP_CHECK</c>, also written <c>FILE_MMAP</c>: a file is mapped with a final protection that allows execution.</summary>
    MmapCheck,

    /// <summary><c>MMAP_CHECK_REQPROT</c>: the caller asked for executable protection.</summary>
    MmapCheckReqprot,

    /// <summary><c>BPRM_CHECK</c>: a program is executed.</summary>
    BprmCheck,

    /// <summary><c>CREDS_CHECK</c>: as BPRM_CHECK, with the new credentials.</summary>
    CredsCheck,

    /// <summary><c>POST_SETATTR</c>: attributes of a file were changed; not a word of the rule language.</summary>
    PostSetattr,

    /// <summary><c>MODULE_CHECK</c>: a kernel module is loaded.</summary>
    ModuleCheck,

    /// <summary><c>FIRMWARE_CHECK</c>: firmware is loaded.</summary>
    FirmwareCheck,

    /// <summary><c>KEXEC_KERNEL_CHECK</c>: a kernel image is loaded by kexec_file_load.</summary>
    KexecKernelCheck,

    /// <summary><c>KEXEC_INITRAMFS_CHECK</c>: an initramfs is loaded by kexec_file_load.</summary>
    KexecInitramfsCheck,

    /// <summary><c>POLICY_CHECK</c>: an IMA policy is loaded.</summary>
    PolicyCheck,

    /// <summary><c>KEXEC_CMDLINE</c>: the command line given to kexec_file_load.</summary>
    KexecCmdline,

    /// <summary><c>KEY_CHECK</c>: an asymmetric key is added to a keyring.</summary>
    KeyCheck,

    /// <summary><c>CRITICAL_DATA</c>: the kernel offers a buffer of its own.</summary>
    CriticalData,

    /// <summary><c>SETXATTR_CHECK</c>: which hash algorithms may be written to security.ima.</summary>
    SetxattrCheck,
}
