using Imara.Measurements.Replay;

namespace Imara.Traces.Recording;

/// <summary>What a recording says about the machine before its first operation.</summary>
/// <param name="Id">The id of the scenario.</param>
/// <param name="Kernel">Version or name of the kernel that was imitated.</param>
/// <param name="Boot">Its command line, as far as IMA looks at it.</param>
/// <param name="Policy">The policy that was loaded first; empty: none.</param>
/// <param name="BootPcrs">What the TPM's banks held when IMA began; null: no TPM.</param>
public sealed record RecordingHeader(string Id, string Kernel, string Boot, ReadOnlyMemory<byte> Policy, IReadOnlyList<BankValues>? BootPcrs);
