namespace Imara.Distribution.Boots;

/// <summary>A disk whose unit loads a policy that PID 1 does not know of.</summary>
public sealed class SystemdDisk() : Disk("systemd", "--require", "--policy", PolicyPath)
{
    /// <summary>Where that is.</summary>
    public const string PolicyPath = "/etc/imara/policy";
}
