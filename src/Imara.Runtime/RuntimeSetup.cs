using Imara.Engine;
using Imara.Policy.Kernels;
using Imara.Runtime.Recording;

namespace Imara.Runtime;

/// <summary>What a user-space IMA watches and who decides.</summary>
public sealed record RuntimeSetup
{
    /// <summary>The engine with its policy loaded; it belongs to the session until that has stopped.</summary>
    public required ImaEngine Engine { get; init; }

    /// <summary>The kernel that is imitated.</summary>
    public required KernelProfile Kernel { get; init; }

    /// <summary>Paths whose file systems are watched, in every mount of them; empty: that of <c>/</c>, of the current directory and of the command.</summary>
    public IReadOnlyList<string> Mounts { get; init; } = [];

    /// <summary>Program to be started later, whose file system is watched by default; null: none.</summary>
    public string? Command { get; init; }

    /// <summary>Takes down what happens; null: nobody does.</summary>
    public AccessRecorder? Recorder { get; init; }

    /// <summary>Watch only the mounts the paths lie on, as this process sees them, instead of the whole file systems.</summary>
    public bool MountsOnly { get; init; }
}
