namespace Imara.Linux.Processes;

/// <summary>How a process ended.</summary>
/// <param name="Code">Its exit code, 0 to 255, or the signal that ended it.</param>
/// <param name="BySignal">True if a signal ended it.</param>
public readonly record struct ExitStatus(int Code, bool BySignal)
{
    /// <summary>The number a shell shows: the exit code, or 128 and the signal.</summary>
    public int ShellStatus => BySignal ? 128 + Code : Code;
}
