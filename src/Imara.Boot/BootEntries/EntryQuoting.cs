namespace Imara.Boot.BootEntries;

/// <summary>How a parameter has to be written at a place of a file.</summary>
internal enum EntryQuoting
{
    /// <summary>As the kernel reads it.</summary>
    Kernel,

    /// <summary>A word of GRUB's script.</summary>
    Grub,

    /// <summary>A word of GRUB's script, inside double quotes of a shell.</summary>
    ShellDouble,

    /// <summary>A word of GRUB's script, inside single quotes of a shell.</summary>
    ShellSingle,

    /// <summary>A word of GRUB's script, bare in a shell.</summary>
    ShellBare,

    /// <summary>A shell word made of several quoted parts: there is no one way.</summary>
    ShellMixed,
}
