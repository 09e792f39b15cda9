namespace Imara.Distribution.Boots;

/// <summary>A disk with an initramfs of initramfs-tools that requires the policy.</summary>
public sealed class InitramfsToolsDisk() : Disk("initramfs-tools", "--require");
