using System.Collections.Immutable;
using Imara.Appraisal.Simulating;
using Imara.Boot.Programs;
using Imara.Policy.Rules;

namespace Imara.Boot.Checking;

/// <summary>Whether everything that must start can start under the policy, and before it is loaded.</summary>
/// <param name="scope">The preflight.</param>
internal sealed class StartCheck(PreflightScope scope)
{
    /// <summary>Files that must start and files in use that were looked at.</summary>
    public int Seen { get; private set; }

    /// <summary>Of these, files that the policy appraises.</summary>
    public int Appraised { get; private set; }

    /// <summary>Files that must start, are appraised, and carry a signature.</summary>
    public IReadOnlyCollection<string> Signed { get; private set; } = [];

    /// <summary>Looks at init and what it needs.</summary>
    public void AddInitPath()
    {
        var question = scope.Question;
        if (scope.Init is null)
        {
            // A root without an init is no system, or not all of one: then nothing is known about any.
            scope.Add(PreflightDiagnostics.NoInit, PreflightTopic.InitPath, PreflightVerdict.Unproven, question.Root, scope.InitProblem);
        }

        var closure = InitPath.Of(question.Root, scope.Init, question.Programs);
        var heard = new FileFindings(PreflightTopic.InitPath, scope.Denied, scope.Unseen);
        Signed = Verify(closure, question.Check.Rules, heard);
        (Seen, Appraised) = (Seen + heard.Seen, Appraised + heard.Appraised);
        scope.Add(heard.Found);
        foreach (var missing in closure.Missing)
        {
            scope.Add(PreflightDiagnostics.NotThere, PreflightTopic.InitPath, scope.Unseen, missing);
        }

        foreach (var (path, why) in closure.Unread)
        {
            scope.Add(PreflightDiagnostics.FileUnreadable, PreflightTopic.InitPath, scope.Unseen, path, $"what it loads is not known: {why}");
        }

        AddBefore(closure);
    }

    /// <summary>Looks at what runs now.</summary>
    public void AddRunning()
    {
        var question = scope.Question;
        if (!question.LooksAtRunning)
        {
            return;
        }

        var running = new Simulation(question.Setup, question.Check.Rules, question.Mode) { Keys = question.Keys.IsEmpty ? null : scope.Keyring, ReadsContent = true }.OfRunning();
        Seen += running.Files;
        foreach (var failure in running.Failures)
        {
            var process = failure.Processes > 1 ? $"{failure.Process} and {failure.Processes - 1} more" : $"{failure.Process}";
            scope.Add(PreflightDiagnostics.RunningRefused, PreflightTopic.Running, scope.Denied, failure.Path.ToString(), process, failure.Cause);
        }

        foreach (var (path, why) in running.Unjudged)
        {
            scope.Add(PreflightDiagnostics.RunningUnchecked, PreflightTopic.Running, scope.Unseen, path.ToString(), why);
        }
    }

    private void AddBefore(StartClosure closure)
    {
        if (!scope.Before.Any(rule => rule.Action == PolicyAction.Appraise))
        {
            return;
        }

        var doubt = scope.Refuses ? PreflightVerdict.Unproven : PreflightVerdict.Safe;
        var heard = new FileFindings(PreflightTopic.InitPath, scope.Denied, doubt);
        var signed = Verify(closure, scope.Before, heard);
        var refused = heard.Found.Where(finding => finding.Kind == PreflightDiagnostics.FileRefused).ToList();
        if (refused.Count > 0)
        {
            scope.Add(PreflightDiagnostics.RefusedBefore, PreflightTopic.InitPath, scope.Denied, refused[0].Subject, refused[0].Message, $"{refused.Count}");
        }
        else if (signed.Count + heard.Found.Count > 0)
        {
            // No loader has put a key anywhere by then.
            var subject = signed.Min(StringComparer.Ordinal) ?? heard.Found[0].Subject;
            scope.Add(PreflightDiagnostics.UncheckedBefore, PreflightTopic.InitPath, doubt, subject);
        }
    }

    private List<string> Verify(StartClosure closure, ImmutableArray<PolicyRule> rules, FileFindings heard)
    {
        var verification = new FileVerification(scope);
        return
        [
            .. verification.Run(closure.Mapped, () => scope.Appraised(rules, areMapped: true), heard),
            .. verification.Run(closure.Files.Except(closure.Mapped), () => scope.Appraised(rules), heard),
        ];
    }
}
