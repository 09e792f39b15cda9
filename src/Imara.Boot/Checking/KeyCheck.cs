using Imara.Policy.Kernels;
using Imara.Policy.Rules;
using Imara.Signatures.Keys;

namespace Imara.Boot.Checking;

/// <summary>Whether the keys that signatures need are there when the policy is loaded.</summary>
/// <remarks>docs/reference/appraisal.md 7.</remarks>
internal static class KeyCheck
{
    /// <summary>Decides about the certificates.</summary>
    /// <param name="scope">The preflight.</param>
    /// <param name="hasSigned">True if a file that must start is appraised and carries a signature.</param>
    public static void Add(PreflightScope scope, bool hasSigned)
    {
        var question = scope.Question;
        var isAsked = question.Check.Rules.Any(rule => rule.Action == PolicyAction.Appraise && (rule.Options & RuleOptions.Digsig) != 0);
        if (!isAsked && !hasSigned)
        {
            return;
        }

        if (question.Keys.IsEmpty)
        {
            scope.Add(PreflightDiagnostics.NoKey, PreflightTopic.Key, scope.Unseen, string.Empty);
        }

        foreach (var key in question.Keys)
        {
            foreach (var objection in CertificateFitness.Objections(key.Certificate, question.Setup.Kernel.Schemes))
            {
                scope.Add(PreflightDiagnostics.KeyUnfit, PreflightTopic.Key, scope.Unseen, key.Path, objection);
            }

            AddLoading(scope, key);
            AddTrust(scope, key);
        }
    }

    private static void AddLoading(PreflightScope scope, PreflightKey key)
    {
        // PID 1 loads no keys, which is a finding about the loader and not about each key.
        if (key.IsLoadedAtBoot || scope.Loader.By == LoadedBy.Pid1)
        {
            return;
        }

        switch (key.IsInKeyring)
        {
            case true:
                scope.Add(PreflightDiagnostics.KeyOnlyNow, PreflightTopic.Key, scope.Unseen, key.Path);
                break;
            case false:
                scope.Add(PreflightDiagnostics.KeyNotLoaded, PreflightTopic.Key, scope.Denied, key.Path);
                break;
            default:
                scope.Add(PreflightDiagnostics.KeyNotLoaded, PreflightTopic.Key, scope.Unseen, key.Path);
                break;
        }
    }

    private static void AddTrust(PreflightScope scope, PreflightKey key)
    {
        var question = scope.Question;
        if (!question.Setup.Kernel.Is(KernelOption.TrustedKeyring) || key.IsInKeyring == true || scope.Loader.By == LoadedBy.Pid1)
        {
            return;
        }

        if (question.Trusted.IsEmpty)
        {
            scope.Add(PreflightDiagnostics.TrustUnknown, PreflightTopic.Key, scope.Unseen, key.Path);
            return;
        }

        var trusted = new Keyring();
        foreach (var authority in question.Trusted)
        {
            trusted.Add(authority);
        }

        if (trusted.Admits(key.Certificate) is var error and not Errno.None)
        {
            scope.Add(PreflightDiagnostics.KeyNotTrusted, PreflightTopic.Key, scope.Denied, key.Path, error.ToString());
        }
    }
}
