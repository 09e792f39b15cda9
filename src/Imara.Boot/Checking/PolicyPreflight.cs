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
    private int files;

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

        return new PreflightResult([.. found.OrderByDescending(finding => finding.Means).ThenBy(finding => finding.Topic)], files);
    }

    private PreflightVerdict Denied => question.Mode == SimulationMode.Enforce ? PreflightVerdict.WillLockOut : PreflightVerdict.SafeToLoad;

    private void CheckPolicy()
    {
        foreach (var diagnostic in question.Check.Diagnostics.Where(diagnostic => diagnostic.Severity == Diagnostics.DiagnosticSeverity.Error))
        {
            var place = $"{question.Check.Sources[diagnostic.Source].Name}:{diagnostic.Line}:{diagnostic.Column}";
            found.Add(new PreflightFinding(
                PreflightTopic.Policy, PreflightVerdict.WillBeRefused, place, $"{diagnostic.Diagnostic.Message} [{diagnostic.Diagnostic.Descriptor.Id}]", diagnostic.Diagnostic.Help));
        }

        if (!question.Check.IsAccepted && found.Count == 0)
        {
            found.Add(new PreflightFinding(PreflightTopic.Policy, PreflightVerdict.WillBeRefused, question.PolicyPath, "the kernel refuses the policy as a whole", "`imara policy check` tells more"));
        }

        if (question.Check.Diagnostics.Any(diagnostic => diagnostic.Diagnostic.Descriptor == PolicyDiagnostics.MissingLineFeed))
        {
            found.Add(new PreflightFinding(
                PreflightTopic.Policy,
                PreflightVerdict.SafeToLoad,
                question.PolicyPath,
                "the last line has no line feed: by its path the kernel refuses the file, and `cat` fails over it",
                "add one; `imara boot load` writes the rules one by one then"));
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
            found.Add(new PreflightFinding(
                PreflightTopic.Signature, PreflightVerdict.WillBeRefused, question.PolicyPath, "this kernel takes a policy by its path only: unsigned rule text is refused", "load it by path"));
        }

        var rules = BuiltInPolicies.Rules(["appraise func=POLICY_CHECK appraise_type=imasig"], question.Setup.Kernel);
        var heard = new FileFindings(PreflightTopic.Signature, question.Mode == SimulationMode.Enforce ? PreflightVerdict.WillBeRefused : PreflightVerdict.SafeToLoad);
        Verify([question.PolicyPath], () => new AppraisedByRule(rules[0], question.Setup), heard);
        found.AddRange(heard.Found);
    }

    private void CheckLabels()
    {
        if (question.LabelsAssumed)
        {
            found.Add(new PreflightFinding(
                PreflightTopic.Labels,
                PreflightVerdict.Unproven,
                question.PolicyPath,
                "rules name labels, and nothing says which of them the security module knows when the policy is loaded",
                "list them with --lsm-labels; load the policy of the security module first"));
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
            found.Add(new PreflightFinding(PreflightTopic.Key, PreflightVerdict.Unproven, string.Empty, "rules want signatures, and no certificate is known that could verify them", "name it with --cert, or put it where the loader finds it"));
        }

        foreach (var key in question.Keys)
        {
            foreach (var objection in CertificateFitness.Objections(key.Certificate))
            {
                found.Add(new PreflightFinding(PreflightTopic.Key, PreflightVerdict.Unproven, key.Path, $"the kernel may not use this certificate: {objection}", "`imara key generate` makes one that it takes"));
            }

            if (key is { IsInKeyring: not true, IsLoadedAtBoot: false })
            {
                found.Add(new PreflightFinding(
                    PreflightTopic.Key,
                    key.IsInKeyring is null ? PreflightVerdict.Unproven : Denied,
                    key.Path,
                    "this key is in no keyring of IMA, and nothing loads it before the policy",
                    "put the certificate into /etc/keys/ima, or load it with `imara boot load --keys`"));
            }
        }
    }

    private void CheckInitPath()
    {
        var closure = InitPath.Of(question.Root, question.Programs);
        var heard = new FileFindings(PreflightTopic.InitPath, Denied);
        Verify(closure.Files, () => new AppraisedByPolicy(question.Check.Rules, question.Setup, [Subject.Root]), heard);
        files += heard.Appraised;
        found.AddRange(heard.Found);
        found.AddRange(closure.Missing.Select(missing => new PreflightFinding(PreflightTopic.InitPath, PreflightVerdict.SafeToLoad, missing, "is not there, so it was not checked")));
    }

    private void CheckRunning()
    {
        if (!question.LooksAtRunning)
        {
            return;
        }

        var running = new Simulation(question.Setup, question.Check.Rules, question.Mode) { Keys = question.Keys.IsEmpty ? null : keyring, ReadsContent = true }.OfRunning();
        files += running.Files;
        foreach (var failure in running.Failures)
        {
            found.Add(new PreflightFinding(
                PreflightTopic.Running,
                Denied,
                failure.Path.ToString(),
                $"runs now (process {failure.Process}{(failure.Processes > 1 ? $" and {failure.Processes - 1} more" : string.Empty)}) and could not start again: {failure.Cause}",
                "label it as the policy asks: `imara file sign --from-policy`"));
        }

        if (running.Unchecked + running.Unreadable > 0)
        {
            found.Add(new PreflightFinding(
                PreflightTopic.Running, PreflightVerdict.Unproven, string.Empty, $"{running.Unchecked} files that run now were not verified, {running.Unreadable} could not be read", "run as root, with every certificate"));
        }
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
