namespace Imara.Distribution.Boots;

/// <summary>A disk whose policy is loaded by what `imara boot install --initramfs-tools --require` wrote.</summary>
public sealed class InitramfsToolsDisk() : Disk("initramfs-tools", "--require");
