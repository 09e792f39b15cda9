using Imara.Policy.Kernels;
using Imara.Policy.Rules;

namespace Imara.Traces.Replaying;

/// <summary>What takes the place of something a scenario says.</summary>
public sealed record ReplayOptions
{
    /// <summary>The kernel; null: the one that the scenario names.</summary>
    public KernelProfile? Kernel { get; init; }

    /// <summary>Hash algorithms usable when a rule is parsed; null: those of the kernel.</summary>
    public HashAlgoSet? UsableHashes { get; init; }

    /// <summary>The security module and its labels; null: what the scenario says.</summary>
    public LsmContext? Lsm { get; init; }
}
