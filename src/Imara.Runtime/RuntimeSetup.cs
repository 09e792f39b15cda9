using Imara.Engine;
using Imara.Policy.Kernels;
using Imara.Runtime.Accesses;
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
    public IReadOnlyList<ByteString> Mounts { get; init; } = [];

    /// <summary>Program to be started later, whose file system is watched by default; null: none.</summary>
    public ByteString? Command { get; init; }

    /// <summary>Takes down what happens; null: nobody does.</summary>
    public AccessRecorder? Recorder { get; init; }

    /// <summary>Judge only what descendants of this process do, which adopts those whose parents end. Else everybody who uses the watched file systems is judged.</summary>
    public bool DescendantsOnly { get; init; }

    /// <summary>Watch only the mounts the paths lie on, as this process sees them, instead of the whole file systems.</summary>
    public bool MountsOnly { get; init; }

    /// <summary>How much is hashed for one access.</summary>
    public HashLimit Limit { get; init; } = HashLimit.Usual;

    /// <summary>
    /// This program, compiled ahead of time, which is started once more as the watchdog: it calls <see cref="Guarding.WatchdogProcess"/>. Null: nobody guards, and
    /// whoever opens a watched file waits as long as this process is stopped or stuck.
    /// </summary>
    public string? WatchdogProgram { get; init; }

    /// <summary>How long an opener may wait while nobody is answered; then the watchdog ends the watching.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(10);
}
