using System.Collections.Immutable;
using System.Text;
using Imara.Appraisal.Labelling;
using Imara.Appraisal.Simulating;
using Imara.Engine;
using Imara.Policy;
using Imara.Policy.BuiltIn;
using Imara.Policy.Checking;
using Imara.Policy.CommandLine;
using Imara.Policy.Loading;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;
using Imara.Signatures;
using Imara.Signatures.Keys;

namespace Imara.Boot.Checking;

/// <summary>Answers, before a policy is loaded: would the kernel take it, and would the machine still start?</summary>
/// <remarks>
/// docs/reference/boot.md 2, "Our loader", and 6. Files are read: under a policy in force that is an access like any other. What a program loads only while it runs is seen among
/// what runs now, or not at all.
/// </remarks>
public sealed class PolicyPreflight(PreflightQuestion question)
{
    private readonly List<PreflightFinding> found = [];
    private readonly Keyring keyring = new();
    private int seen;
    private int appraised;

    /// <summary>Checks everything.</summary>
    public PreflightResult Run()
    {
        foreach (var key in question.Keys)
        {
            keyring.Add(key.Certificate);
        }

        CheckPolicy();
        CheckSignature();
        if (question.Check.IsAccepted)
        {
            CheckLabels();
            CheckKeys();
            CheckInitPath();
            CheckRunning();
        }

        return new PreflightResult([.. found.OrderByDescending(finding => finding.Means).ThenBy(finding => finding.Topic)], seen, appraised);
    }

    // Where nothing is refused, nobody is locked out, whatever the labels are.
    private bool Refuses => question.Mode == SimulationMode.Enforce;

    private PreflightVerdict Denied => Refuses ? PreflightVerdict.WillLockOut : PreflightVerdict.Safe;

    private PreflightVerdict Unseen => Refuses && Appraises ? PreflightVerdict.Unproven : PreflightVerdict.Safe;

    private bool Appraises => question.Check.Rules.Any(rule => rule.Action == PolicyAction.Appraise);

    private void CheckPolicy()
    {
        foreach (var diagnostic in question.Check.Diagnostics.Where(diagnostic => diagnostic.Severity == Diagnostics.DiagnosticSeverity.Error))
        {
            var place = $"{question.Check.Sources[diagnostic.Source].Name}:{diagnostic.Line}:{diagnostic.Column}";
            var rule = diagnostic.Diagnostic;
            Add(PreflightDiagnostics.PolicyRefused, PreflightTopic.Policy, PreflightVerdict.WillBeRefused, place, rule.Message, rule.Descriptor.Id, rule.Help);
        }

        if (!question.Check.IsAccepted && found.Count == 0)
        {
            Add(PreflightDiagnostics.PolicyRefused, PreflightTopic.Policy, PreflightVerdict.WillBeRefused, question.PolicyPath, "the kernel refuses the policy as a whole", "no rule", "`imara policy check` tells more");
        }

        if (question.Check.Diagnostics.Any(diagnostic => diagnostic.Diagnostic.Descriptor == PolicyDiagnostics.MissingLineFeed))
        {
            Add(PreflightDiagnostics.NoFinalLineFeed, PreflightTopic.Policy, PreflightVerdict.Safe, question.PolicyPath);
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
            Add(PreflightDiagnostics.TextRefused, PreflightTopic.Signature, PreflightVerdict.WillBeRefused, question.PolicyPath);
        }

        var rules = BuiltInPolicies.Rules(["appraise func=POLICY_CHECK appraise_type=imasig"], question.Setup.Kernel);
        var denied = Refuses ? PreflightVerdict.WillBeRefused : PreflightVerdict.Safe;
        var heard = new FileFindings(PreflightTopic.Signature, denied, Refuses ? PreflightVerdict.Unproven : PreflightVerdict.Safe);
        Verify([question.PolicyPath], () => new AppraisedByRule(rules[0], question.Setup), heard);
        found.AddRange(heard.Found);
    }

    private void CheckLabels()
    {
        if (question.LabelsAssumed)
        {
            Add(PreflightDiagnostics.LabelsUnknown, PreflightTopic.Labels, PreflightVerdict.Unproven, question.PolicyPath);
        }
    }

    private void CheckKeys()
    {
        var asks = question.Check.Rules.Any(rule => rule.Action == PolicyAction.Appraise && (rule.Options & RuleOptions.Digsig) != 0);
        if (!asks)
        {
            return;
        }

        if (question.Keys.IsEmpty)
        {
            Add(PreflightDiagnostics.NoKey, PreflightTopic.Key, PreflightVerdict.Unproven, string.Empty);
        }

        foreach (var key in question.Keys)
        {
            foreach (var objection in CertificateFitness.Objections(key.Certificate))
            {
                Add(PreflightDiagnostics.KeyUnfit, PreflightTopic.Key, PreflightVerdict.Unproven, key.Path, objection);
            }

            if (key is { IsInKeyring: not true, IsLoadedAtBoot: false })
            {
                Add(PreflightDiagnostics.KeyNotLoaded, PreflightTopic.Key, key.IsInKeyring is null ? PreflightVerdict.Unproven : Denied, key.Path);
            }
        }
    }

    private void CheckInitPath()
    {
        // A root without an init is no system, or not all of one: then nothing is known about any.
        var init = InitPath.Find(question.Root, question.Init, out var problem);
        if (init is null)
        {
            Add(PreflightDiagnostics.NoInit, PreflightTopic.InitPath, PreflightVerdict.Unproven, question.Root, problem);
        }

        var closure = InitPath.Of(question.Root, init, question.Programs);
        var heard = new FileFindings(PreflightTopic.InitPath, Denied, Unseen);
        Verify(closure.Files, () => new AppraisedByPolicy(question.Check.Rules, question.Setup, [Subject.Root]), heard);
        Count(heard.Seen, heard.Appraised);
        found.AddRange(heard.Found);
        foreach (var missing in closure.Missing)
        {
            Add(PreflightDiagnostics.NotThere, PreflightTopic.InitPath, Unseen, missing);
        }

        foreach (var (path, why) in closure.Unread)
        {
            Add(PreflightDiagnostics.FileUnreadable, PreflightTopic.InitPath, Unseen, path, $"what it loads is not known: {why}");
        }
    }

    private void CheckRunning()
    {
        if (!question.LooksAtRunning)
        {
            return;
        }

        var running = new Simulation(question.Setup, question.Check.Rules, question.Mode) { Keys = question.Keys.IsEmpty ? null : keyring, ReadsContent = true }.OfRunning();
        Count(running.Files, 0);
        foreach (var failure in running.Failures)
        {
            var process = failure.Processes > 1 ? $"{failure.Process} and {failure.Processes - 1} more" : $"{failure.Process}";
            Add(PreflightDiagnostics.RunningRefused, PreflightTopic.Running, Denied, failure.Path.ToString(), process, failure.Cause);
        }

        foreach (var (path, why) in running.Unjudged)
        {
            Add(PreflightDiagnostics.RunningUnchecked, PreflightTopic.Running, Unseen, path.ToString(), why);
        }
    }

    private void Add(Diagnostics.DiagnosticDescriptor kind, PreflightTopic topic, PreflightVerdict means, string subject, params ReadOnlySpan<string> arguments) =>
        found.Add(PreflightFinding.Of(kind, topic, means, subject, arguments));

    private void Count(int files, int ofThemAppraised)
    {
        seen += files;
        appraised += ofThemAppraised;
    }

    private void Verify(IReadOnlyCollection<string> paths, Func<AppraisedAs> appraised, FileFindings heard)
    {
        var hasKeys = !question.Keys.IsEmpty;
        var labeller = new TreeLabeller(
            () => new VerifyAction(new FirstAccess(question.Setup, keyring, hasKeys ? SignatureDepth.Full : SignatureDepth.Form, null, null), appraised(), hasKeys),
            new LabelOptions { Jobs = Environment.ProcessorCount },
            heard);
        labeller.Run([.. paths.Select(path => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(path))], CancellationToken.None);
    }
}
