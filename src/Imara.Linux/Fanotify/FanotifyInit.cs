namespace Imara.Linux.Fanotify;

/// <summary>How a notification group is made: the flags of fanotify_init(2).</summary>
/// <remarks>docs/reference/runtime-notes.md, Constants; which combinations work is the next section there.</remarks>
[Flags]
public enum FanotifyInit : uint
{
    /// <summary>A group that only notifies.</summary>
    None = 0,

    /// <summary>The group's descriptor does not survive execve; a child that kept it would keep every opener waiting.</summary>
    CloseOnExec = 0x1,

    /// <summary>Reading does not wait.</summary>
    NonBlocking = 0x2,

    /// <summary>Permission events, content is final.</summary>
    Content = 0x4,

    /// <summary>Permission events before content is there.</summary>
    PreContent = 0x8,

    /// <summary>No limit of 16,384 events; a full queue would let permission events through unasked.</summary>
    UnlimitedQueue = 0x10,

    /// <summary>No limit of marks.</summary>
    UnlimitedMarks = 0x20,

    /// <summary>A response may ask for an audit record.</summary>
    EnableAudit = 0x40,

    /// <summary>Each event carries a process descriptor.</summary>
    ReportPidFd = 0x80,

    /// <summary>Events name the thread instead of the process.</summary>
    ReportThreadId = 0x100,

    /// <summary>A failure to open the event's descriptor is reported as a negative error number in its place.</summary>
    ReportDescriptorError = 0x2000,
}
