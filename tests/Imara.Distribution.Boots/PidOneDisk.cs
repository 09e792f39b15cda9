namespace Imara.Distribution.Boots;

/// <summary>A disk whose unit looks for the policy where PID 1 does.</summary>
public sealed class PidOneDisk() : Disk("systemd", "--require");
