namespace Imara.Boot.Machine;

/// <summary>What the kernel's <c>ima/policy</c> still allows.</summary>
/// <remarks>docs/reference/boot.md 2, interface facts.</remarks>
[Flags]
public enum PolicyFileState
{
    /// <summary>The file is gone: a custom policy was loaded, and no other is taken in this boot.</summary>
    Gone = 0,

    /// <summary>The policy in force can be read back.</summary>
    Readable = 1,

    /// <summary>A policy can be loaded.</summary>
    Writable = 2,
}
