namespace Imara.Linux.Processes;

/// <summary>A program to be started with our directory and environment.</summary>
/// <param name="Path">The file to execute, without a NUL; see <see cref="ExecutableSearch"/>.</param>
/// <param name="Arguments">Its arguments, the first being the name it is called by; each without a NUL.</param>
public sealed record ChildSetup(ReadOnlyMemory<byte> Path, IReadOnlyList<ReadOnlyMemory<byte>> Arguments)
{
    /// <summary>Number of the first descriptor that is handed on.</summary>
    public const int FirstHandedOn = 3;

    /// <summary>
    /// True for a helper that nobody but us should reach: in a session of its own, with every signal blocked that can be, and with nothing on its standard streams.
    /// </summary>
    public bool IsApart { get; init; }

    /// <summary>True for a program whose standard streams lead nowhere.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>What the program gets as descriptors <see cref="FirstHandedOn"/> and up: groups, pages and lifelines.</summary>
    public IReadOnlyList<IDisposable> HandedOn { get; init; } = [];
}
