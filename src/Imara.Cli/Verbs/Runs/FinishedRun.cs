using Imara.Engine;
using Imara.Engine.State;
using Imara.Measurements.Replay;
using Imara.Runtime;

namespace Imara.Cli.Verbs.Runs;

/// <summary>What a run left behind.</summary>
/// <param name="Start">What it began with.</param>
/// <param name="Session">The session, which has stopped.</param>
/// <param name="CommandExit">The exit code of the command, as a shell would tell it.</param>
/// <param name="IsTree">Only descendants were judged.</param>
internal sealed record FinishedRun(PreparedRun Start, RuntimeSession Session, int CommandExit, bool IsTree)
{
    /// <summary>The banks whose PCRs are told.</summary>
    private static readonly HashAlgo[] Banks = [HashAlgo.Sha1, HashAlgo.Sha256, HashAlgo.Sha384, HashAlgo.Sha512];

    private PcrValues? pcrs;

    /// <summary>The engine.</summary>
    public ImaEngine Engine => Start.Engine;

    /// <summary>The list.</summary>
    public MeasurementLog Log => Engine.Log;

    /// <summary>The exit code of Imara: the command's, but a list that is not complete is no success.</summary>
    public ExitCode Exit => Session.Counters.Failures > 0 ? ExitCode.RunFailed : (ExitCode)CommandExit;

    /// <summary>What the PCRs of a TPM would hold that were zero before: those that the list extends, and PCR 10.</summary>
    public PcrValues Pcrs => pcrs ??= Replay();

    private PcrValues Replay()
    {
        var values = new PcrValues();
        foreach (var algo in Banks)
        {
            using var bank = new PcrBank(algo);
            foreach (var entry in Log.Entries)
            {
                bank.Extend(entry);
            }

            foreach (var pcr in Log.Entries.Select(entry => (int)entry.Pcr).Append(Start.Kernel.MeasurePcr).Where(PcrBank.IsAttestable).Distinct())
            {
                values.Bank(algo).Set(pcr, bank.Value(pcr));
            }
        }

        return values;
    }
}
