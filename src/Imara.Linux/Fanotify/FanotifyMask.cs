namespace Imara.Linux.Fanotify;

/// <summary>Kinds of events, asked for in marks and named in events.</summary>
/// <remarks>docs/reference/runtime-notes.md, Constants.</remarks>
[Flags]
public enum FanotifyMask : ulong
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The content was changed.</summary>
    Modify = 0x2,

    /// <summary>Metadata was changed; not possible in a group that answers permission events.</summary>
    Attrib = 0x4,

    /// <summary>A writable open file was closed.</summary>
    CloseWrite = 0x8,

    /// <summary>A read-only open file was closed.</summary>
    CloseNoWrite = 0x10,

    /// <summary>Events were lost; the event has no descriptor.</summary>
    QueueOverflow = 0x4000,

    /// <summary>May this file be opened?</summary>
    OpenPermission = 0x1_0000,

    /// <summary>May this file be read?</summary>
    AccessPermission = 0x2_0000,

    /// <summary>May this file be opened for execution? Always followed by <see cref="OpenPermission"/> for the same open.</summary>
    OpenExecPermission = 0x4_0000,

    /// <summary>Content is about to be accessed, also through a mapping; since 6.14 and not on every file system.</summary>
    PreAccess = 0x10_0000,

    /// <summary>Events of directories too.</summary>
    OnDirectory = 0x4000_0000,

    /// <summary>Every event that waits for an answer.</summary>
    AnyPermission = OpenPermission | AccessPermission | OpenExecPermission | PreAccess,
}
