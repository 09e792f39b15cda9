namespace Imara.Linux.Fanotify;

/// <summary>What fanotify_mark(2) does and to what: one of add, remove and flush with one of inode (none), mount and file system.</summary>
/// <remarks>docs/reference/runtime-notes.md, Constants.</remarks>
[Flags]
public enum FanotifyMark : uint
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Add events to the mark.</summary>
    Add = 0x1,

    /// <summary>Take events from the mark.</summary>
    Remove = 0x2,

    /// <summary>Mark one mount in one mount namespace.</summary>
    Mount = 0x10,

    /// <summary>The events are to be ignored, until the file is changed.</summary>
    IgnoredMask = 0x20,

    /// <summary>An ignored event stays ignored when the file changes.</summary>
    IgnoredSurvivesModify = 0x40,

    /// <summary>Remove all marks of the named kind.</summary>
    Flush = 0x80,

    /// <summary>Mark a file system: every mount of it in every namespace.</summary>
    FileSystem = 0x100,

    /// <summary>The mark does not keep the inode in memory.</summary>
    Evictable = 0x200,
}
