namespace Imara.Appraisal.Archives.Tar;

/// <summary>What an entry is, as far as labels are concerned.</summary>
internal enum TarEntryKind
{
    /// <summary>A regular file, whose content follows as it is.</summary>
    File,

    /// <summary>A regular file without its holes.</summary>
    SparseFile,

    /// <summary>Another name of a file.</summary>
    HardLink,

    /// <summary>A directory, a device, a symbolic link, a FIFO: nothing that IMA labels.</summary>
    NoFile,

    /// <summary>Pax records for all entries behind it.</summary>
    Global,

    /// <summary>Something that readers disagree about.</summary>
    Unknown,
}
