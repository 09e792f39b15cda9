namespace Imara.Runtime.Failures;

/// <summary>What kept an access from being looked at; each of them makes a run fail.</summary>
/// <remarks>docs/reference/runtime-failures.md has a row for each.</remarks>
public enum FailureKind
{
    /// <summary>The kernel had an event and could not hand it over: it refused the open itself.</summary>
    EventLost,

    /// <summary>The status of the file could not be had.</summary>
    FileNotSeen,

    /// <summary>The content could not be read.</summary>
    NotRead,

    /// <summary>The file is larger than what is hashed.</summary>
    TooLarge,

    /// <summary>Hashing took longer than it may.</summary>
    TooSlow,

    /// <summary>Others had waited for too long already.</summary>
    TooBusy,

    /// <summary>An extended attribute could not be written.</summary>
    NotWritten,

    /// <summary>The program itself failed at it.</summary>
    Internal,

    /// <summary>Watching ended before the command did.</summary>
    Ended,
}
