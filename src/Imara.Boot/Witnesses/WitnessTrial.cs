using Imara.Boot.Machine;
using Imara.Policy.CommandLine;

namespace Imara.Boot.Witnesses;

/// <summary>Lets the kernel appraise signed files, and tells what that shows.</summary>
/// <param name="access">Accesses files.</param>
/// <param name="log">The kernel's log.</param>
/// <param name="appraise">The mode: only where it denies does a pass speak for itself.</param>
internal sealed class WitnessTrial(IWitnessAccess access, IKernelMessages log, AppraiseBits appraise)
{
    private const int Most = 4;
    private const string NoKeyring = "no _ima keyring";

    /// <summary>Tries witnesses until one passes.</summary>
    public WitnessReport Of(IReadOnlyList<Witness> witnesses)
    {
        WitnessReport? refused = null;
        foreach (var witness in witnesses.Take(Most))
        {
            var tried = Try(witness);
            if (tried.Outcome == WitnessOutcome.Passed)
            {
                return tried;
            }

            // A refusal tells more than what could not be tried.
            refused = refused is { Outcome: WitnessOutcome.Denied } ? refused : tried;
        }

        return refused ?? new WitnessReport(WitnessOutcome.NotSeen, Reason: "no file was found that the policy appraises, with a signature by a key that was loaded");
    }

    private WitnessReport Try(Witness witness)
    {
        log.Mark();
        var error = access.Do(witness);
        var said = log.SinceMark().Where(message => message.IsKernel).ToList();
        if (said.Any(message => message.Text.Contains(NoKeyring, StringComparison.Ordinal)))
        {
            return new WitnessReport(WitnessOutcome.Denied, witness, $"{witness.Path}: the kernel does not find the keyring _ima");
        }

        if (error == Errno.EACCES || said.Any(message => IsComplaint(message.Text, witness.Path)))
        {
            return new WitnessReport(WitnessOutcome.Denied, witness, $"{witness.Path}: the kernel refuses it, although its signature may be by a key that was loaded");
        }

        if (error != Errno.None)
        {
            return new WitnessReport(WitnessOutcome.NotSeen, witness, $"{witness.Path}: {error}: the kernel was not asked about its signature");
        }

        return (appraise & AppraiseBits.Enforce) == 0 && !log.IsReadable
            ? new WitnessReport(WitnessOutcome.NotSeen, witness, $"{witness.Path}: the kernel denies nothing in this mode, and its log cannot be read")
            : new WitnessReport(WitnessOutcome.Passed, witness);
    }

    // docs/reference/appraisal.md 5.1: the record of what fails has a cause; type 1800 is INTEGRITY_DATA.
    private static bool IsComplaint(string text, string path) =>
        text.Contains("type=1800 ", StringComparison.Ordinal) && text.Contains(" res=0", StringComparison.Ordinal) && text.Contains($"\"{path}\"", StringComparison.Ordinal);
}
