namespace Imara.Appraisal.Archives;

/// <summary>Something about an entry of an archive that does not keep its label from being written.</summary>
public enum ArchiveWarning
{
    /// <summary>The name is absolute or climbs with <c>..</c>: unpacked without care it lands outside of the folder. Nothing is unpacked here.</summary>
    NameLeavesFolder,

    /// <summary>A hard link to a file that did not come before it in the archive: that file's label is where the file is.</summary>
    LinkTargetMissing,

    /// <summary>The archive ends without its two zero blocks, as some tools write layers; it is taken as it is, and stays so. Told without a name.</summary>
    EndMissing,
}
