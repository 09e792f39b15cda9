namespace Imara.Boot.Installing;

/// <summary>What loads the policy at boot.</summary>
public enum InitSystem
{
    /// <summary>A unit of systemd, in the running root.</summary>
    Systemd,

    /// <summary>A module of dracut, in the initramfs.</summary>
    Dracut,

    /// <summary>A hook and a script of initramfs-tools, in the initramfs.</summary>
    InitramfsTools,
}
