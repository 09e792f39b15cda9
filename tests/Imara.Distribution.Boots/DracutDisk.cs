namespace Imara.Distribution.Boots;

/// <summary>A disk whose policy is loaded by what `imara boot install --dracut --require` wrote.</summary>
public sealed class DracutDisk() : Disk("dracut", "--require");
