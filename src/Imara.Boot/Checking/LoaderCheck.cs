using Imara.Policy.Kernels;
using Imara.Policy.Rules;

namespace Imara.Boot.Checking;

/// <summary>What follows from who loads the policy.</summary>
internal static class LoaderCheck
{
    /// <summary>Decides.</summary>
    /// <param name="scope">The preflight.</param>
    /// <param name="signed">Files that must start, are appraised and carry a signature.</param>
    public static void Add(PreflightScope scope, IReadOnlyCollection<string> signed)
    {
        var loader = scope.Loader;
        var policy = scope.Question.PolicyPath;
        if (loader.By is null)
        {
            scope.Add(PreflightDiagnostics.LoaderUnknown, PreflightTopic.Loader, scope.Unseen, policy, loader.Why);
        }
        else if (loader.Why.Length > 0)
        {
            scope.Add(PreflightDiagnostics.LoaderAssumed, PreflightTopic.Loader, PreflightVerdict.Safe, policy, loader.Why);
        }

        if (loader.Rival is { } rival)
        {
            scope.Add(PreflightDiagnostics.RivalPolicy, PreflightTopic.Loader, PreflightVerdict.Unproven, policy, rival.Origin, rival.Policy!);
        }

        // docs/reference/appraisal.md 7: such a kernel keeps the keyring that it finds at the first signature; `boot load` sees to it that there is one.
        var asks = scope.Question.Check.Rules.Any(rule => rule.Action == PolicyAction.Appraise && (rule.Options & RuleOptions.Digsig) != 0);
        if (asks && signed.Count == 0 && loader.By is (LoadedBy.Unit or LoadedBy.Initramfs) && !scope.Question.Setup.Kernel.Is(KernelOption.TrustedKeyring))
        {
            scope.Add(PreflightDiagnostics.NoWitness, PreflightTopic.Loader, scope.Unseen, policy);
        }

        if (loader.By == LoadedBy.Pid1 && signed.Count > 0)
        {
            // With a trusted keyring the kernel itself, or the initramfs, may have put keys into .ima before; without, PID 1 reaches no keyring that has any.
            var means = scope.Question.Setup.Kernel.Is(KernelOption.TrustedKeyring) ? scope.Unseen : scope.Denied;
            scope.Add(PreflightDiagnostics.NoKeysYet, PreflightTopic.Loader, means, policy, $"{signed.Count}", signed.Min(StringComparer.Ordinal)!);
        }
    }
}
