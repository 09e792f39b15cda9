using Imara.Evaluation.Hooks;

namespace Imara.Appraisal.Simulating;

/// <summary>What a file is used for, as far as its path and the mount tell.</summary>
[Flags]
internal enum FileTraits : ushort
{
    None = 0,

    /// <summary>Named like a shared library: <c>*.so</c>, <c>*.so.*</c>.</summary>
    SharedObject = FileUse.SharedObject,

    /// <summary>A module below <c>lib/modules</c>.</summary>
    Module = FileUse.Module,

    /// <summary>Below <c>lib/firmware</c>.</summary>
    Firmware = FileUse.Firmware,

    /// <summary>A kernel image in <c>boot</c>.</summary>
    KexecKernel = FileUse.KexecKernel,

    /// <summary>An initramfs in <c>boot</c>.</summary>
    KexecInitramfs = FileUse.KexecInitramfs,

    /// <summary><c>etc/ima/ima-policy</c></summary>
    Policy = FileUse.Policy,

    /// <summary>The content was looked at: it begins as a script does.</summary>
    Script = 64,

    /// <summary>The content was looked at: it is neither a script nor ELF, so that the kernel maps nothing of it.</summary>
    NotMapped = 128,

    /// <summary>The mount is read-only.</summary>
    ReadOnlyMount = 256,

    /// <summary>The mount forbids execution.</summary>
    NoExecMount = 512,

    /// <summary>The mount does not honour set-user-id bits.</summary>
    NoSetUidMount = 1024,

    /// <summary>The file system keeps no modes: every file has the execute bits that the mount gives to all.</summary>
    ModesOfMount = 2048,
}
