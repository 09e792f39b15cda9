using System.Collections.Immutable;
using Imara.Appraisal.Simulating;
using Imara.Boot.Checking;
using Imara.Policy.BuiltIn;
using Imara.Policy.Checking;
using Imara.Signatures.Keys;

namespace Imara.Boot.Tests.Checking;

/// <summary>What a test asks of a preflight, where it is not the usual.</summary>
internal sealed record PreflightAsked
{
    public SimulationMode Mode { get; init; } = SimulationMode.Enforce;

    public LoadMethod Method { get; init; } = LoadMethod.Lines;

    public BuiltInPolicy? Boot { get; init; }

    public string? CommandLine { get; init; } = "root=/dev/vda";

    public LoadedBy? By { get; init; } = LoadedBy.Unit;

    public string Kernel { get; init; } = "6.12-debian";

    public string Path { get; init; } = "p";

    public bool LabelsAssumed { get; init; }

    public bool Running { get; init; }

    public ImmutableArray<PreflightKey> Keys { get; init; } = [];

    public ImmutableArray<PreflightKey> EvmKeys { get; init; } = [];

    public ImmutableArray<X509Key> Trusted { get; init; } = [];
}
