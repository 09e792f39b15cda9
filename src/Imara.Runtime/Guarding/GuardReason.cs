namespace Imara.Runtime.Guarding;

/// <summary>Why the watching was ended from outside of the thread that answers.</summary>
public enum GuardReason
{
    /// <summary>It was not.</summary>
    None,

    /// <summary>Somebody waited, and no answer came in the time given.</summary>
    Unanswered,

    /// <summary>Somebody waited while this program was stopped by a signal or held by a debugger.</summary>
    Stopped,

    /// <summary>Somebody waited while this program was ending and could not.</summary>
    Ending,

    /// <summary>The thread that answers gave up itself.</summary>
    GivenUp,
}
