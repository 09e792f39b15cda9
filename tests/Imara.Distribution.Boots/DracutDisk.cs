namespace Imara.Distribution.Boots;

/// <summary>A disk with an initramfs of dracut that requires the policy.</summary>
public sealed class DracutDisk() : Disk("dracut", "--require");
