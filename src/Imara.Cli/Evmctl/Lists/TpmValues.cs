using Imara.Cli.Evmctl.Files;
using Imara.Linux.Tpm;
using Imara.Measurements.Replay;
using Imara.Measurements.Tpm;

namespace Imara.Cli.Evmctl.Lists;

/// <summary>The PCR values of `--pcrs`, of the TPM that the environment names, or of this machine's: by sysfs, else by its device.</summary>
/// <remarks>docs/reference/measurement-list.md 14.</remarks>
internal static class TpmValues
{
    private const string Device = "/sys/class/tpm/tpm0";

    /// <summary>Reads all values.</summary>
    /// <returns>Null if that fails; the reason is told.</returns>
    public static PcrValues? Read(EvmctlCall call)
    {
        var values = new PcrValues();
        var isGood = true;
        if (call.Options is { HardwareTpm: true, Pcrs.Count: > 0 })
        {
            call.Streams.Fail("--hwtpm and --pcrs name two sources of PCR values");
            return null;
        }

        foreach (var source in call.Options.Pcrs)
        {
            isGood &= Add(call, source, values);
        }

        if (call.Options.Pcrs.Count > 0)
        {
            return isGood ? values : null;
        }

        // --hwtpm: the TPM of this machine, whatever the environment names.
        if (!call.Options.HardwareTpm && TpmPlace.FromEnvironment() is { } place)
        {
            return Ask(call, TpmPlace.Open(place, out var why), why);
        }

        if (!AddSysfs(call, values) || !values.IsEmpty)
        {
            return values.IsEmpty ? null : values;
        }

        var device = TpmPlace.OpenDevice(out var reason);
        return Ask(call, device, $"{Device} shows no PCR values, and {reason}; see --pcrs");
    }

    private static bool Add(EvmctlCall call, string source, PcrValues values)
    {
        var comma = source.IndexOf(',');
        HashAlgo? bank = comma > 0 && HashAlgos.TryParse(source.AsSpan(0, comma), out var named) ? named : null;
        var path = bank is null ? source : source[(comma + 1)..];
        if (!SmallFile.TryRead(path, out var content, out var reason))
        {
            return Fail(call, reason);
        }

        if (!PcrValuesReader.TryRead(content, bank, out var read, out var error))
        {
            return Fail(call, $"{path}: {error}");
        }

        return values.TryMerge(read) || Fail(call, $"{path}: other values than those given before");
    }

    private static bool AddSysfs(EvmctlCall call, PcrValues values)
    {
        foreach (var algo in HashAlgos.All)
        {
            for (var pcr = 0; pcr < PcrBank.PcrCount; pcr++)
            {
                if (SmallFile.TryRead($"{Device}/pcr-{HashAlgos.NameOf(algo)}/{pcr}", out var content, out _)
                    && !PcrValuesReader.TryReadSysfsFile(content, algo, pcr, values, out var error))
                {
                    return Fail(call, $"{Device}/pcr-{HashAlgos.NameOf(algo)}/{pcr}: {error}");
                }
            }
        }

        return true;
    }

    private static PcrValues? Ask(EvmctlCall call, TpmChannel? channel, string reason)
    {
        if (channel is null)
        {
            call.Streams.Fail(reason);
            return null;
        }

        using (channel)
        {
            if (!new TpmPcrReader(Exchange, Thread.Sleep).TryRead(out var values, out reason))
            {
                call.Streams.Fail(reason);
            }

            return values;
        }

        bool Exchange(ReadOnlySpan<byte> command, out byte[] response, out string why)
        {
            var error = channel.Exchange(command, out response);
            why = $"the TPM does not answer: {ErrnoText.Of(error)}";
            return error == Errno.None;
        }
    }

    private static bool Fail(EvmctlCall call, string reason)
    {
        call.Streams.Fail(reason);
        return false;
    }
}
