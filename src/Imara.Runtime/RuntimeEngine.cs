using Imara.Engine;
using Imara.Engine.Boot;
using Imara.Measurements.Replay;
using Imara.Policy.CommandLine;
using Imara.Policy.Kernels;
using Imara.Traces.Recording;

namespace Imara.Runtime;

/// <summary>Makes the engine of a user-space IMA.</summary>
public static class RuntimeEngine
{
    // PCRs 10 and up belong to whoever extends them; only what the firmware measured goes into the boot_aggregate.
    private const int FirmwarePcrs = 10;

    /// <summary>An engine as a kernel with this profile would start it, without a built-in policy.</summary>
    /// <param name="kernel">The kernel to imitate.</param>
    /// <param name="mode">Decides whether appraise rules are asked.</param>
    /// <param name="pcrs">PCR values of this machine's TPM; null: none, the boot_aggregate is zero.</param>
    public static ImaEngine Create(KernelProfile kernel, RuntimeMode mode, PcrValues? pcrs)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        return new ImaEngine(new EngineSetup
        {
            Kernel = kernel,
            Boot = new BootParameters
            {
                Hash = kernel.DefaultHash,
                Template = kernel.DefaultTemplate,
                Appraise = mode == RuntimeMode.Log ? AppraiseBits.Log : AppraiseBits.None,
            },
            Tpm = pcrs is null ? null : new TpmState([.. pcrs.Banks.Select(Firmware)]),
        });
    }

    /// <summary>What a recording of a run with such an engine begins with: a replay of it boots the same.</summary>
    /// <param name="kernel">As given to <see cref="Create"/>.</param>
    /// <param name="mode">As given to <see cref="Create"/>.</param>
    /// <param name="policy">The policy that was loaded; empty: none.</param>
    /// <param name="pcrs">As given to <see cref="Create"/>.</param>
    public static RecordingHeader HeaderOf(KernelProfile kernel, RuntimeMode mode, ReadOnlyMemory<byte> policy, PcrValues? pcrs)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        return new RecordingHeader("run", kernel.Version.ToString(), mode == RuntimeMode.Log ? "ima_appraise=log" : "ima_appraise=off", policy, pcrs is null ? null : [.. pcrs.Banks.Select(Firmware)]);
    }

    private static BankValues Firmware(BankValues bank)
    {
        var firmware = new BankValues(bank.Algo);
        foreach (var pcr in bank.Pcrs.Where(p => p < FirmwarePcrs))
        {
            if (bank.TryGet(pcr, out var value))
            {
                firmware.Set(pcr, value.Span);
            }
        }

        return firmware;
    }
}
