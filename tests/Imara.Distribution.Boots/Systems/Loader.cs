namespace Imara.Distribution.Boots.Systems;

/// <summary>Who gives the kernel the policy.</summary>
public enum Loader
{
    /// <summary>Our unit of systemd.</summary>
    Unit,

    /// <summary>systemd itself, before any unit; our unit looks at it afterwards.</summary>
    PidOne,

    /// <summary>Our script in an initramfs of initramfs-tools.</summary>
    InitramfsTools,

    /// <summary>Our module in an initramfs of dracut.</summary>
    Dracut,
}
