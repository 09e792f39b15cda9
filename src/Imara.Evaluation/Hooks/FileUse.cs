namespace Imara.Evaluation.Hooks;

/// <summary>What a file is there for, as far as its path tells.</summary>
[Flags]
public enum FileUse : ushort
{
    /// <summary>Nothing that a name tells.</summary>
    None = 0,

    /// <summary>Named like a shared library: <c>*.so</c>, <c>*.so.*</c>.</summary>
    SharedObject = 1,

    /// <summary>A kernel module.</summary>
    Module = 2,

    /// <summary>Firmware.</summary>
    Firmware = 4,

    /// <summary>A kernel image.</summary>
    KexecKernel = 8,

    /// <summary>An initramfs.</summary>
    KexecInitramfs = 16,

    /// <summary>An IMA policy.</summary>
    Policy = 32,
}
