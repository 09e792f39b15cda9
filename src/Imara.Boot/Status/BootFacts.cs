using System.Collections.Immutable;
using Imara.Boot.CommandLine;
using Imara.Boot.InForce;
using Imara.Boot.Machine;
using Imara.Measurements.Replay;

namespace Imara.Boot.Status;

/// <summary>What a machine tells about IMA; null: it could not be read, or is not there.</summary>
public sealed record BootFacts
{
    /// <summary><c>/proc/cmdline</c>.</summary>
    public ReadOnlyMemory<byte>? CommandLine { get; init; }

    /// <summary>securityfs is mounted.</summary>
    public bool HasSecurityFs { get; init; }

    /// <summary>The folder of IMA is there.</summary>
    public bool HasIma { get; init; }

    /// <summary>The build configuration says that IMA is built in, or not.</summary>
    public bool? IsConfigured { get; init; }

    /// <summary>What shows of the policy in force.</summary>
    public InForceFacts InForce { get; init; } = new();

    /// <summary>The length of the measurement list.</summary>
    public long? Measurements { get; init; }

    /// <summary>The number of violations.</summary>
    public long? Violations { get; init; }

    /// <summary>The beginning of the binary list.</summary>
    public ReadOnlyMemory<byte>? ListStart { get; init; }

    /// <summary>There is a TPM now.</summary>
    public bool HasTpm { get; init; }

    /// <summary>What its PCRs hold.</summary>
    public PcrValues Pcrs { get; init; } = new();

    /// <summary>The logs of what was extended before and after IMA started.</summary>
    public BootEvidence Evidence { get; init; } = new();

    /// <summary><c>/sys/kernel/security/lsm</c>: active security modules in order.</summary>
    public string? Lsm { get; init; }

    /// <summary>Whether Secure Boot is on.</summary>
    public SecureBootState SecureBoot { get; init; }

    /// <summary>The number in <c>/sys/kernel/security/evm</c>.</summary>
    public uint? Evm { get; init; }

    /// <summary>Lines of the kernel's log about IMA, EVM and Secure Boot; the oldest may be gone.</summary>
    public ImmutableArray<KernelMessage>? Log { get; init; }

    /// <summary>The keyrings that are there.</summary>
    public ImmutableArray<KeyringFact>? Keyrings { get; init; }
}
