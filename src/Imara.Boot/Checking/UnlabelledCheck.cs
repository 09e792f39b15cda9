using System.Collections.Immutable;
using Imara.Appraisal.Labelling;
using Imara.Appraisal.Simulating;
using Imara.Engine;
using Imara.Engine.Boot;
using Imara.Policy.Rules;
using Imara.Signatures;
using Imara.Signatures.Keys;

namespace Imara.Boot.Checking;

/// <summary>Whether a policy refuses what lies on file systems whose files nobody can label: the initramfs that loads it, /proc and the like.</summary>
/// <remarks>docs/reference/boot.md 3, last paragraph, and 6.</remarks>
internal static class UnlabelledCheck
{
    private const ushort Program = 0x81ED;
    private const ushort Plain = 0x81A4;

    // A program, a library, a file that is read.
    private static readonly (string Path, ushort Mode)[] OfInitramfs = [("/usr/bin/program", Program), ("/usr/lib/library.so", Plain), ("/conf/file", Plain)];
    private static readonly (string Path, ushort Mode)[] OfOthers = [("/file", Plain)];

    /// <summary>Looks at the initramfs, if the policy is loaded in it.</summary>
    public static void AddInitramfs(PreflightScope scope)
    {
        if (scope.Loader.By != LoadedBy.Initramfs)
        {
            return;
        }

        if (OfPolicy(scope.Question.Check.Rules, scope.Question.Setup, scope.Question.CommandLine, scope.Question.PolicyPath, scope.Denied) is { } finding)
        {
            scope.Add([finding]);
        }
    }

    /// <summary>What a policy that is loaded in the initramfs does to it; null if it exempts what the initramfs lies on.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="setup">The kernel.</param>
    /// <param name="commandLine">Its command line; null: not known.</param>
    /// <param name="policy">The policy file.</param>
    /// <param name="denied">What a refusal means.</param>
    public static PreflightFinding? OfPolicy(ImmutableArray<PolicyRule> rules, EngineSetup setup, string? commandLine, string policy, PreflightVerdict denied)
    {
        var refused = StartWords.InitramfsOf(commandLine).Where(fs => CauseOf(rules, setup, fs, OfInitramfs) is not null).ToList();
        return refused.Count == 0 ? null : PreflightFinding.Of(
            PreflightDiagnostics.InitramfsRefused, PreflightTopic.Loader, denied, policy, string.Join(" or ", refused.Select(fs => fs.Name)), LinesFor(refused));
    }

    /// <summary>Looks at the file systems of every boot.</summary>
    public static void AddUsual(PreflightScope scope)
    {
        foreach (var fs in PseudoFileSystem.Usual)
        {
            if (CauseOf(scope.Question.Check.Rules, scope.Question.Setup, fs, OfOthers) is { } cause)
            {
                // The kernel labels what a program writes there, if it can; nobody knows of each file.
                var means = fs.IsWritten ? scope.Unseen : scope.Denied;
                scope.Add(PreflightDiagnostics.PseudoRefused, PreflightTopic.InitPath, means, fs.Name, cause, LinesFor([fs]));
            }
        }
    }

    private static string? CauseOf(ImmutableArray<PolicyRule> rules, EngineSetup setup, PseudoFileSystem fs, (string Path, ushort Mode)[] files)
    {
        var action = new VerifyAction(new FirstAccess(setup, new Keyring(), SignatureDepth.Full, null, null), new AppraisedByPolicy(rules, setup, [Subject.Root]), hasKeys: true) { CountsWrites = true };
        return files.Select(file => action.Act(new UnlabelledFile(fs, file.Path, file.Mode)))
            .Where(outcome => outcome.Status == FileStatusWord.Bad).Select(outcome => outcome.Cause).FirstOrDefault();
    }

    private static string LinesFor(IEnumerable<PseudoFileSystem> systems) => string.Join(" and ", systems.Select(fs => $"`dont_appraise fsmagic=0x{fs.Magic:x}`"));
}
