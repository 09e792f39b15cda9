using Imara.Appraisal.Labelling;
using Imara.Policy;
using Imara.Policy.BuiltIn;
using Imara.Policy.Checking;
using Imara.Policy.CommandLine;
using Imara.Policy.Kernels;
using Imara.Policy.Loading;
using Imara.Policy.Parsing;

namespace Imara.Boot.Checking;

/// <summary>Answers, before a policy is loaded: would the kernel take it, and would the machine still start?</summary>
/// <remarks>
/// docs/reference/boot.md 2, "Our loader", and 6. Files are read: under a policy in force that is an access like any other. What a program loads only while it runs is seen among
/// what runs now, or not at all.
/// </remarks>
public sealed class PolicyPreflight(PreflightQuestion question)
{
    private readonly PreflightScope scope = new(question);

    /// <summary>Checks everything.</summary>
    public PreflightResult Run()
    {
        var start = new StartCheck(scope);
        if (!question.Setup.Boot.Starts)
        {
            scope.Add(PreflightDiagnostics.NotStarted, PreflightTopic.Policy, PreflightVerdict.WillBeRefused, question.PolicyPath);
        }

        CheckPolicy();
        CheckSignature();
        if (question.Check.IsAccepted)
        {
            CheckLabels();
            start.AddInitPath();
            start.AddRunning();
            UnlabelledCheck.AddUsual(scope);
            UnlabelledCheck.AddInitramfs(scope);
            LoaderCheck.Add(scope, start.Signed);
            InstalledCheck.Add(scope);
            KeyCheck.Add(scope, start.Signed.Count > 0);
            TreeCheck.Add(scope);
        }

        return new PreflightResult([.. scope.Found.OrderByDescending(finding => finding.Means).ThenBy(finding => finding.Topic)], scope.Loader.By, start.Seen, start.Appraised);
    }

    private void CheckPolicy()
    {
        foreach (var diagnostic in question.Check.Diagnostics.Where(diagnostic => diagnostic.Severity == Diagnostics.DiagnosticSeverity.Error))
        {
            var place = $"{question.Check.Sources[diagnostic.Source].Name}:{diagnostic.Line}:{diagnostic.Column}";
            var rule = diagnostic.Diagnostic;
            scope.Add(PreflightDiagnostics.PolicyRefused, PreflightTopic.Policy, PreflightVerdict.WillBeRefused, place, rule.Message, rule.Descriptor.Id, rule.Help);
        }

        if (!question.Check.IsAccepted && scope.Found.Count == 0)
        {
            scope.Add(PreflightDiagnostics.PolicyRefused, PreflightTopic.Policy, PreflightVerdict.WillBeRefused, question.PolicyPath, "the kernel refuses the policy as a whole", "no rule", "`imara policy check` tells more");
        }

        if (question.Check.Diagnostics.Any(diagnostic => diagnostic.Diagnostic.Descriptor == PolicyDiagnostics.MissingLineFeed))
        {
            scope.Add(PreflightDiagnostics.NoFinalLineFeed, PreflightTopic.Policy, PreflightVerdict.Safe, question.PolicyPath);
        }
    }

    // docs/reference/policy.md 3.10, boot.md 2: rule text is refused, and the file must pass appraisal.
    private void CheckSignature()
    {
        var store = new PolicyStore(question.Setup.Kernel, question.Setup.Boot);
        if ((store.Appraise & AppraiseBits.Policy) == 0)
        {
            return;
        }

        if (question.Method != LoadMethod.Path)
        {
            scope.Add(PreflightDiagnostics.TextRefused, PreflightTopic.Signature, PreflightVerdict.WillBeRefused, question.PolicyPath);
        }

        if (scope is { Refuses: true, Loader.By: LoadedBy.Pid1 })
        {
            // With a trusted keyring the kernel itself, or the initramfs, may have put keys into .ima before.
            var means = question.Setup.Kernel.Is(KernelOption.TrustedKeyring) ? PreflightVerdict.Unproven : PreflightVerdict.WillLockOut;
            scope.Add(PreflightDiagnostics.SignedTooEarly, PreflightTopic.Signature, means, question.PolicyPath);
        }

        var rules = BuiltInPolicies.Rules(["appraise func=POLICY_CHECK appraise_type=imasig"], question.Setup.Kernel);
        var denied = scope.Refuses ? PreflightVerdict.WillBeRefused : PreflightVerdict.Safe;
        var heard = new FileFindings(PreflightTopic.Signature, denied, scope.Refuses ? PreflightVerdict.Unproven : PreflightVerdict.Safe);
        _ = new FileVerification(scope).Run([question.PolicyPath], () => new AppraisedByRule(rules[0], question.Setup), heard);
        scope.Add(heard.Found);
    }

    private void CheckLabels()
    {
        if (question.LabelsAssumed)
        {
            scope.Add(PreflightDiagnostics.LabelsUnknown, PreflightTopic.Labels, PreflightVerdict.Unproven, question.PolicyPath);
        }
    }
}
