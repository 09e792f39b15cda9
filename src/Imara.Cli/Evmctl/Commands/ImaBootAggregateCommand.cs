using Imara.Cli.Evmctl.Files;
using Imara.Cli.Evmctl.Lists;
using Imara.Measurements.BootLogs;
using Imara.Measurements.Replay;

namespace Imara.Cli.Evmctl.Commands;

/// <summary>`ima_boot_aggregate`: what the first entry of the measurement list must hold.</summary>
/// <remarks>docs/reference/measurement-list.md 7.1.</remarks>
internal sealed class ImaBootAggregateCommand()
    : EvmctlCommand(
        "ima_boot_aggregate",
        "[--pcrs [ALGO,]FILE]... [--hwtpm] [LOG]",
        "Compute the boot aggregate of each bank, from PCR values or from the event log of the firmware.")
{
    /// <inheritdoc/>
    public override int Run(EvmctlCall call)
    {
        if (call.Operands.Count > 1)
        {
            return Misused(call, "one event log belongs here");
        }

        return call.Operands.Count == 1 ? FromLog(call, call.Operands[0]) : FromPcrs(call);
    }

    private static int FromLog(EvmctlCall call, string path)
    {
        if (!SmallFile.TryRead(path, out var log, out var reason))
        {
            return call.Streams.Fail(reason);
        }

        if (!FirmwareLog.TryRead(log, out var read, out var error))
        {
            return call.Streams.Fail($"{path}: {error}");
        }

        return Write(call, new BootEvidence { Firmware = read }.ReplayFirmware());
    }

    private static int FromPcrs(EvmctlCall call)
    {
        return TpmValues.Read(call) is { } values ? Write(call, values) : EvmctlStatus.Failed;
    }

    private static int Write(EvmctlCall call, PcrValues values)
    {
        var status = EvmctlStatus.Good;
        foreach (var bank in values.Banks)
        {
            var aggregate = bank.Algo == HashAlgo.Sha1 ? BootAggregate.ComputeSha1([bank]) : BootAggregate.Compute(bank.Algo, [bank]);
            var last = bank.Algo == HashAlgo.Sha1 ? 7 : 9;
            var missing = Enumerable.Range(0, last + 1).Where(pcr => !bank.TryGet(pcr, out _)).ToArray();
            if (missing.Length > 0)
            {
                status = call.Streams.Fail($"bank {HashAlgos.NameOf(bank.Algo)}: no value for PCR {string.Join(", ", missing)}");
                continue;
            }

            call.Streams.Line(aggregate.ToString());
        }

        return status;
    }
}
