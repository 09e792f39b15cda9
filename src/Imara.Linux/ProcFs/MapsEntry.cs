namespace Imara.Linux.ProcFs;

/// <summary>One mapping of a file.</summary>
public readonly ref struct MapsEntry
{
    /// <summary>Address of its first byte.</summary>
    public ulong Start { get; init; }

    /// <summary>True if the process may execute it.</summary>
    public bool IsExecutable { get; init; }

    /// <summary>Inode number of the file.</summary>
    public ulong Inode { get; init; }

    /// <summary>The path below the root of the process, line feeds as <c>\012</c>; <c> (deleted)</c> behind it if the name is gone.</summary>
    public ReadOnlySpan<byte> Path { get; init; }
}
