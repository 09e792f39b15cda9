namespace Imara.Boot.Checking;

/// <summary>Who loads a policy at boot, in the order of a boot.</summary>
public enum LoadedBy
{
    /// <summary>A hook in the initramfs, when the real root is mounted: it loads keys first, and everything the real root runs comes later.</summary>
    Initramfs,

    /// <summary>PID 1 of systemd, from <c>/etc/ima/ima-policy</c>: before any unit, and without loading keys.</summary>
    Pid1,

    /// <summary>The unit of `imara boot install --systemd`: it loads keys first.</summary>
    Unit,
}
