namespace Imara.Boot.Proving;

/// <summary>How far a boot came, in the usual order; where an initramfs loads the policy, that is before the init of the system.</summary>
public enum BootStage
{
    /// <summary>The kernel runs.</summary>
    Kernel,

    /// <summary>The kernel has taken a policy.</summary>
    Policy,

    /// <summary>The init of the system runs, not that of an initramfs.</summary>
    Init,

    /// <summary>systemd reached <c>multi-user.target</c> or <c>graphical.target</c>; services that were refused do not keep it from that.</summary>
    Target,

    /// <summary>Somebody can log in.</summary>
    Login,
}
