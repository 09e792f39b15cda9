using Imara.Diagnostics;
using Imara.Measurements;
using Imara.Policy;
using Imara.Policy.BuiltIn;
using Imara.Policy.CommandLine;
using Imara.Policy.Kernels;
using Imara.Policy.Loading;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;

namespace Imara.Boot.Loading;

/// <summary>The kernel a policy is loaded into, as far as it is known: where our knowledge ends, the kernel itself is asked.</summary>
/// <param name="Rules">What rules are parsed against.</param>
/// <param name="IsKnown">True if this version was read and recorded: what the check refuses, the kernel would refuse.</param>
/// <param name="WantsSignature">True if it is certain that rules written directly are refused; false if not, or if nobody can tell.</param>
public sealed record LoadingKernel(RuleContext Rules, bool IsKnown, bool WantsSignature)
{
    /// <summary>What the command line makes of IMA.</summary>
    public BootParameters Boot { get; init; } = CommandLineParser.Parse(string.Empty, Rules.Kernel, _ => false);

    /// <summary>The running kernel.</summary>
    /// <param name="facts">What could be read about it.</param>
    /// <param name="lsm">The active security module.</param>
    /// <param name="commandLine">The kernel's command line; empty if it could not be read.</param>
    /// <param name="notes">Takes what had to be assumed.</param>
    public static LoadingKernel Of(RunningKernelFacts facts, LsmKind lsm, string commandLine, ICollection<Diagnostic> notes)
    {
        var profile = KernelChoice.OfRunning(facts, notes);
        if (facts.Config is null)
        {
            // A hash that modprobe would find is not in /proc/crypto: only the configuration could tell.
            profile = profile with { UsableHashes = HashAlgoSet.All };
        }

        var boot = CommandLineParser.Parse(commandLine, profile, format => Template.TryParseFormat(format, out _));
        var store = new PolicyStore(profile, boot);
        var rules = new RuleContext(profile, new LsmContext(lsm), CustomTemplate: boot.IsCustomTemplate ? boot.Template : null);
        return new LoadingKernel(rules, IsKnownVersion(facts, notes), WantsSignatureFor(facts, boot, store)) { Boot = boot };
    }

    private static bool IsKnownVersion(RunningKernelFacts facts, IEnumerable<Diagnostic> notes) =>
        KernelVersion.TryParse(facts.Release, out _)
        && !notes.Any(note => note.Descriptor == PolicyDiagnostics.NewerThanKnown || note.Descriptor == PolicyDiagnostics.BetweenKnown || note.Descriptor == PolicyDiagnostics.OlderThanKnown);

    // appraise_tcb asks for a signed policy only on kernels with IMA_WRITE_POLICY, which a configuration that was not read leaves open.
    private static bool WantsSignatureFor(RunningKernelFacts facts, BootParameters boot, PolicyStore store) =>
        boot.Policies.Contains(BuiltInPolicy.SecureBoot) || (facts.Config is { HasIma: true } && (store.Appraise & AppraiseBits.Policy) != 0);
}
