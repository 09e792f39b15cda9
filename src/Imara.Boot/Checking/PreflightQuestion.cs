using System.Collections.Immutable;
using Imara.Appraisal.Simulating;
using Imara.Engine.Boot;
using Imara.Policy.Checking;
using Imara.Signatures.Keys;

namespace Imara.Boot.Checking;

/// <summary>A policy that is to be loaded, and the system it is to be loaded in.</summary>
public sealed record PreflightQuestion
{
    /// <summary>The policy as the kernel would read it.</summary>
    public required PolicyCheck Check { get; init; }

    /// <summary>The file, absolute, on this machine.</summary>
    public required string PolicyPath { get; init; }

    /// <summary>The kernel and its command line.</summary>
    public required EngineSetup Setup { get; init; }

    /// <summary>How the loader gives the policy to the kernel.</summary>
    public required LoadMethod Method { get; init; }

    /// <summary>The mode of appraisal.</summary>
    public required SimulationMode Mode { get; init; }

    /// <summary>The root of the system, <c>/</c> for this machine.</summary>
    public required string Root { get; init; }

    /// <summary>The kernel command line; null: it is not known.</summary>
    public string? CommandLine { get; init; }

    /// <summary>Who loads the policy; null: the system tells, or nobody.</summary>
    public LoadedBy? LoadedBy { get; init; }

    /// <summary>Certificates that the kernel was built with, which keys of <c>.ima</c> are signed by.</summary>
    public ImmutableArray<X509Key> Trusted { get; init; } = [];

    /// <summary>True: what runs now counts, too.</summary>
    public required bool LooksAtRunning { get; init; }

    /// <summary>The certificates that will be there.</summary>
    public required ImmutableArray<PreflightKey> Keys { get; init; }

    /// <summary>Certificates for EVM that the loader gives to the kernel, too.</summary>
    public ImmutableArray<PreflightKey> EvmKeys { get; init; } = [];

    /// <summary>True if rules name labels, and nobody could say which of them are defined.</summary>
    public bool LabelsAssumed { get; init; }

    /// <summary>More programs that must start.</summary>
    public ImmutableArray<string> Programs { get; init; } = [];
}
