using Imara.Appraisal.Labelling;
using Imara.Engine;
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

        var refused = StartWords.InitramfsOf(scope.Question.CommandLine).Where(fs => CauseOf(scope, fs, OfInitramfs) is not null).ToList();
        if (refused.Count > 0)
        {
            var names = string.Join(" or ", refused.Select(fs => fs.Name));
            scope.Add(PreflightDiagnostics.InitramfsRefused, PreflightTopic.Loader, scope.Denied, scope.Question.PolicyPath, names, LinesFor(refused));
        }
    }

    /// <summary>Looks at the file systems of every boot.</summary>
    public static void AddUsual(PreflightScope scope)
    {
        foreach (var fs in PseudoFileSystem.Usual)
        {
            if (CauseOf(scope, fs, OfOthers) is { } cause)
            {
                // The kernel labels what a program writes there, if it can; nobody knows of each file.
                var means = fs.IsWritten ? scope.Unseen : scope.Denied;
                scope.Add(PreflightDiagnostics.PseudoRefused, PreflightTopic.InitPath, means, fs.Name, cause, LinesFor([fs]));
            }
        }
    }

    private static string? CauseOf(PreflightScope scope, PseudoFileSystem fs, (string Path, ushort Mode)[] files)
    {
        var setup = scope.Question.Setup;
        var action = new VerifyAction(new FirstAccess(setup, new Keyring(), SignatureDepth.Full, null, null), scope.AsRoot(scope.Question.Check.Rules), hasKeys: true);
        return files.Select(file => action.Act(new UnlabelledFile(fs, file.Path, file.Mode)))
            .Where(outcome => outcome.Status == FileStatusWord.Bad).Select(outcome => outcome.Cause).FirstOrDefault();
    }

    private static string LinesFor(IEnumerable<PseudoFileSystem> systems) => string.Join(" and ", systems.Select(fs => $"`dont_appraise fsmagic=0x{fs.Magic:x}`"));
}
