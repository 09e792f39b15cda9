using Imara.Boot.Installing;
using Imara.Boot.Programs;
using Imara.Policy.Kernels;
using Imara.Signatures.Keys;

namespace Imara.Boot.Checking;

/// <summary>Whether what was installed to load the policy can do it, and whether it halts the machine where it cannot.</summary>
internal static class InstalledCheck
{
    /// <summary>The unit of `imara boot install --systemd`.</summary>
    public const string Unit = "imara-policy.service";

    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private static readonly string[] UnitFolders = ["/etc/systemd/system", "/run/systemd/system", "/usr/local/lib/systemd/system", "/usr/lib/systemd/system"];

    /// <summary>Looks at all of it: a unit may load nothing, and still halt the machine.</summary>
    public static void Add(PreflightScope scope)
    {
        foreach (var loader in scope.Installed)
        {
            // What an initramfs runs was copied into it.
            if (loader.System == InitSystem.Systemd)
            {
                AddUnit(scope, loader);
            }

            if (loader.IsRequired)
            {
                AddKeys(scope, loader);
            }
        }
    }

    private static void AddUnit(PreflightScope scope, InstalledLoader loader)
    {
        var root = scope.Question.Root;
        if (RootedPath.Resolve(root, loader.Program) is not { } program || !File.Exists(program) || (File.GetUnixFileMode(program) & AnyExecute) == 0)
        {
            // A unit that fails does what FailureAction= says, whatever the mode of appraisal is.
            var (means, then) = loader.IsRequired ? (PreflightVerdict.WillLockOut, ", and the machine goes off") : (PreflightVerdict.Unproven, string.Empty);
            scope.Add(PreflightDiagnostics.LoaderGone, PreflightTopic.Loader, means, scope.Question.PolicyPath, loader.Path, loader.Program, then);
        }

        foreach (var folder in UnitFolders)
        {
            var dropIns = $"{folder}/{Unit}.d";
            if (RootedPath.Resolve(root, dropIns) is { } at && Directory.Exists(at) && Directory.EnumerateFiles(at, "*.conf").Any())
            {
                scope.Add(PreflightDiagnostics.LoaderChanged, PreflightTopic.Loader, PreflightVerdict.Unproven, scope.Question.PolicyPath, dropIns);
            }
        }
    }

    private static void AddKeys(PreflightScope scope, InstalledLoader loader)
    {
        foreach (var key in scope.Question.Keys.Concat(scope.Question.EvmKeys).Where(key => key.IsLoadedAtBoot))
        {
            if (WhyRefused(scope.Question, key) is { } why)
            {
                scope.Add(PreflightDiagnostics.KeyStopsLoader, PreflightTopic.Key, PreflightVerdict.Unproven, key.Path, loader.Path, why);
            }
        }
    }

    private static string? WhyRefused(PreflightQuestion question, PreflightKey key)
    {
        var kernel = question.Setup.Kernel;
        if (key.Certificate.PublicKey is not { } known || (known.Scheme & kernel.Schemes) == 0)
        {
            return "it is built without what such a key needs";
        }

        if (!kernel.Is(KernelOption.TrustedKeyring) || key.IsInKeyring == true)
        {
            return null;
        }

        var trusted = new Keyring();
        foreach (var authority in question.Trusted)
        {
            trusted.Add(authority);
        }

        return question.Trusted.IsEmpty ? "nothing says whether it trusts who signed it" : trusted.Admits(key.Certificate) is var error and not Errno.None ? error.ToString() : null;
    }
}
