using Imara.Engine;
using Imara.Measurements.Replay;
using Imara.Policy.Kernels;

namespace Imara.Cli.Verbs.Runs;

/// <summary>What a run begins with.</summary>
/// <param name="Kernel">The kernel that is imitated.</param>
/// <param name="Engine">The engine, with its policy.</param>
/// <param name="Policy">The text of that policy; empty: none decides.</param>
/// <param name="Pcrs">What the TPM holds; null: there is none.</param>
internal sealed record PreparedRun(KernelProfile Kernel, ImaEngine Engine, ReadOnlyMemory<byte> Policy, PcrValues? Pcrs);
