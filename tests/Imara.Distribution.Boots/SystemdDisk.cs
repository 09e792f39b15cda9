namespace Imara.Distribution.Boots;

/// <summary>A disk whose policy is loaded by what `imara boot install --systemd --require` wrote.</summary>
public sealed class SystemdDisk() : Disk("systemd", "--require");
