using Imara.Evaluation.Hooks;
using Imara.Policy.Kernels;
using Imara.Runtime.Accesses;

namespace Imara.Runtime.Monitoring;

/// <summary>What is watched and how.</summary>
internal sealed record MonitorOptions
{
    /// <summary>Paths whose file systems are watched, in every mount of them; see <see cref="MarkPlan"/> for which go together.</summary>
    internal required IReadOnlyList<ByteString> Marks { get; init; }

    /// <summary>True to mark only the mounts the paths lie on, as this process sees them.</summary>
    internal bool MountsOnly { get; init; }

    /// <summary>Algorithms the judge will ask for; others work too, but are loaded while an opener waits.</summary>
    internal IReadOnlyList<HashAlgo> Algos { get; init; } = [HashAlgo.Sha1, HashAlgo.Sha256];

    /// <summary>What each access asks.</summary>
    internal HookTable Hooks { get; init; } = new(KnownKernels.OfVersion(KernelFeatures.Newest));

    /// <summary>How much is hashed for one access.</summary>
    internal HashLimit Limit { get; init; } = HashLimit.Usual;

    /// <summary>The program that is started as watchdog, which has to be this one compiled ahead of time; null: nobody guards.</summary>
    internal string? WatchdogProgram { get; init; }

    /// <summary>How long an opener may wait while nobody is answered.</summary>
    internal TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(10);
}
