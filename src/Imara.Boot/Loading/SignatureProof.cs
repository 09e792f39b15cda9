using System.Collections.Immutable;
using Imara.Appraisal.Simulating;
using Imara.Boot.Machine;
using Imara.Boot.Witnesses;
using Imara.Engine.Boot;
using Imara.Policy.Checking;
using Imara.Policy.CommandLine;
using Imara.Signatures.Keys;

namespace Imara.Boot.Loading;

/// <summary>Sees that signatures pass under a policy that is in force, so that the kernel finds its keyring now and keeps it for everybody else.</summary>
/// <remarks>docs/reference/appraisal.md 7.</remarks>
/// <param name="keyrings">The keyrings.</param>
/// <param name="log">The kernel's log.</param>
/// <param name="listener">Is told what happens.</param>
/// <param name="accessThrough">Accesses files in reach of a keyring, given by its serial number.</param>
internal sealed class SignatureProof(IKeyrings keyrings, IKernelMessages log, ILoadListener listener, Func<int, IWitnessAccess> accessThrough)
{
    private const string Searched = "_ima";

    /// <summary>Decides, looks and tells.</summary>
    /// <param name="result">A policy that is in force.</param>
    /// <param name="rules">Its check.</param>
    /// <param name="about">The kernel.</param>
    /// <param name="candidates">The files that may be looked at.</param>
    /// <returns>The result; its state is another one where no signature passed.</returns>
    public LoadResult Of(LoadResult result, PolicyCheck rules, LoadingKernel about, Func<IReadOnlyList<(string Path, ImmutableArray<string> Arguments)>> candidates)
    {
        var keys = result.Keys.Where(key => key is { Errno: Errno.None, Keyring: Searched or ".ima", Certificate: not null }).ToList();
        var hasTrusted = keyrings.Find(".ima", out _) == Errno.None;
        if (result.State != LoadState.Loaded || !WitnessNeed.Of(rules.Rules, about.Rules.Kernel, about.Boot.Appraise, hasTrusted, keys.Count > 0))
        {
            return result;
        }

        // A load by path under a policy that wants signed policies was such a look.
        if (result.Method == LoadMethod.Path && about.WantsSignature && (about.Boot.Appraise & AppraiseBits.Enforce) != 0)
        {
            return Told(result, new WitnessReport(WitnessOutcome.Passed, new Witness(rules.Sources[0].Name, AccessKind.Policy, [])));
        }

        if (!rules.IsAccepted)
        {
            return Told(result, new WitnessReport(WitnessOutcome.NotSeen, Reason: "the rules of this kernel are not known well enough to find a file that they appraise"));
        }

        var known = new Keyring();
        keys.ForEach(key => known.Add(key.Certificate!));
        var setup = new EngineSetup { Kernel = about.Rules.Kernel, Boot = about.Boot, Lsm = about.Rules.Lsm };
        var witnesses = new WitnessSearch(setup, rules.Rules, keys.Count > 0 ? known : null).Among(candidates());
        _ = keyrings.Find(Searched, out var serial);
        return Told(result, new WitnessTrial(accessThrough(serial), log, about.Boot.Appraise).Of(witnesses));
    }

    private LoadResult Told(LoadResult result, WitnessReport report)
    {
        if (report.Outcome == WitnessOutcome.Passed)
        {
            listener.Note($"{report.Witness!.Path}: its signature passed when it was {DoneBy(report.Witness.Kind)}; the kernel keeps its keyring");
            return result with { Witness = report };
        }

        listener.Failure(report.Outcome == WitnessOutcome.Denied
            ? $"the policy is in force, and what is signed is refused: {report.Reason}"
            : $"the policy is in force, and no signature was seen to pass: {report.Reason}");
        listener.Note("until one does, the kernel may find no keyring, and refuse signed files to every service; --witness names a signed file that the policy appraises");
        return result with { Witness = report, State = report.Outcome == WitnessOutcome.Denied ? LoadState.Denying : LoadState.Unproven };
    }

    private static string DoneBy(AccessKind kind) => kind switch
    {
        AccessKind.Map => "mapped",
        AccessKind.Execute => "executed",
        AccessKind.Module => "given to the kernel as a module, which it is not",
        AccessKind.Policy => "loaded by its path",
        _ => "read",
    };
}
