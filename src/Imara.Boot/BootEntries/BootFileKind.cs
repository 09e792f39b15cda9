namespace Imara.Boot.BootEntries;

/// <summary>The kinds of files that hold kernel command lines.</summary>
public enum BootFileKind
{
    /// <summary>The bare text: <c>/proc/cmdline</c>, <c>/etc/kernel/cmdline</c>.</summary>
    CommandLine,

    /// <summary>An entry of the Boot Loader Specification, type 1: <c>loader/entries/*.conf</c> of systemd-boot.</summary>
    LoaderEntry,

    /// <summary>What GRUB reads: <c>grub.cfg</c>.</summary>
    GrubMenu,

    /// <summary>What grub.cfg is made from: <c>/etc/default/grub</c>.</summary>
    GrubDefaults,
}
