using Imara.Policy.CommandLine;
using Imara.Policy.Kernels;

namespace Imara.Engine.Boot;

/// <summary>What an engine starts with: one kernel at one boot.</summary>
public sealed record EngineSetup
{
    /// <summary>The kernel.</summary>
    public required KernelProfile Kernel { get; init; }

    /// <summary>The IMA part of its command line.</summary>
    public required BootParameters Boot { get; init; }

    /// <summary>The security module and its labels.</summary>
    public LsmContext Lsm { get; init; } = LsmContext.None;

    /// <summary>The TPM; null: none, as on a machine without one.</summary>
    public TpmState? Tpm { get; init; }
}
