using System.Collections.Immutable;

namespace Imara.Appraisal.Simulating;

/// <summary>What starting everything that runs now would meet.</summary>
public sealed record RunningResult
{
    /// <summary>Processes looked at; kernel threads are none.</summary>
    public required int Processes { get; init; }

    /// <summary>Files in use as programs, interpreters and libraries.</summary>
    public required int Files { get; init; }

    /// <summary>Of these, files that are measured.</summary>
    public required int Measured { get; init; }

    /// <summary>Files in use that have no name any more; they were replaced or removed.</summary>
    public required int Replaced { get; init; }

    /// <summary>What fails; the program of the lowest process first.</summary>
    public required ImmutableArray<RunningFailure> Failures { get; init; }

    /// <summary>Files with a label that was not compared with the content, or a signature that was not verified.</summary>
    public required int Unchecked { get; init; }

    /// <summary>Processes and files that could not be read.</summary>
    public required int Unreadable { get; init; }

    /// <summary>The files of <see cref="Unchecked"/>, and the files and processes of <see cref="Unreadable"/>, each with the reason; by path.</summary>
    public required ImmutableArray<(ByteString Path, string Why)> Unjudged { get; init; }

    /// <summary>In mode enforce: process 1 could not start again.</summary>
    public required bool LocksOut { get; init; }
}
