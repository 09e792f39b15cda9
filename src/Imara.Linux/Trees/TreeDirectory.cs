using Imara.Linux.Files;

namespace Imara.Linux.Trees;

/// <summary>A directory as a walk meets it; valid during the call only.</summary>
public readonly ref struct TreeDirectory
{
    internal TreeDirectory(ReadOnlySpan<byte> path, FileStatus status, int descriptor, ulong state)
    {
        Path = path;
        Status = status;
        Descriptor = descriptor;
        State = state;
    }

    /// <summary>The path: that of the root as it was given, and the names below it. Raw bytes of any length.</summary>
    public ReadOnlySpan<byte> Path { get; }

    /// <summary>Its status.</summary>
    public FileStatus Status { get; }

    /// <summary>The open directory, not to be closed.</summary>
    public int Descriptor { get; }

    /// <summary>What <see cref="ITreeVisitor.Enter"/> returned for it; 0 before.</summary>
    public ulong State { get; }
}
