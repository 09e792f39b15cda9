using Imara.Cli.Evmctl.Files;
using Imara.Measurements.Replay;

namespace Imara.Cli.Evmctl.Lists;

/// <summary>The PCR values of `--pcrs`, or of this machine's TPM.</summary>
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

        if (call.Options.Pcrs.Count == 0)
        {
            isGood = AddDevice(call, values);
        }

        return isGood ? values : null;
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

    private static bool AddDevice(EvmctlCall call, PcrValues values)
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

        return !values.IsEmpty || Fail(call, $"{Device} shows no PCR values; see --pcrs");
    }

    private static bool Fail(EvmctlCall call, string reason)
    {
        call.Streams.Fail(reason);
        return false;
    }
}
