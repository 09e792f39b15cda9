namespace Imara.Cli;

/// <summary>What an exit status says; of many items the worst counts: <see cref="CouldNotTell"/> before <see cref="No"/> before <see cref="Yes"/>.</summary>
internal enum ExitCode
{
    /// <summary>Yes, good, accepted, answered.</summary>
    Yes = 0,

    /// <summary>No: rejected, failed verification, denied, differs.</summary>
    No = 1,

    /// <summary>Could not tell: usage, input missing or unreadable, something left unchecked.</summary>
    CouldNotTell = 2,

    /// <summary>`imara run` itself failed; every other status of that verb is its command's, as with timeout(1).</summary>
    RunFailed = 125,
}
