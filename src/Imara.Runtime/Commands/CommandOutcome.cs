using Imara.Linux.Processes;

namespace Imara.Runtime.Commands;

/// <summary>How a watched command went.</summary>
/// <param name="Error">Why it could not be started; None if it ran.</param>
/// <param name="Status">How it ended, if it ran.</param>
public readonly record struct CommandOutcome(Errno Error, ExitStatus Status)
{
    private const int CannotExecute = 126;
    private const int NotFound = 127;

    /// <summary>The exit code to end with, as a shell or timeout(1) would: the command's own, 128 and the signal, 126 not executable, 127 not found.</summary>
    public int ExitCode => Error switch
    {
        Errno.None => Status.ShellStatus,
        Errno.ENOENT => NotFound,
        _ => CannotExecute,
    };
}
