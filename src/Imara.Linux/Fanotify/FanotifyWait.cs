namespace Imara.Linux.Fanotify;

/// <summary>How a wait for events ended. A signal ends none.</summary>
public enum FanotifyWait
{
    /// <summary>There is an event to read, whatever else happened.</summary>
    Event,

    /// <summary>It was woken up, and there is no event.</summary>
    Woken,

    /// <summary>The time is over.</summary>
    TimedOut,

    /// <summary>The kernel refused to wait; it will refuse again.</summary>
    Failed,
}
