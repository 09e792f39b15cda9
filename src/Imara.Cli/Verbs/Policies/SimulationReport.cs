using Imara.Answers;
using Imara.Appraisal.Simulating;
using Imara.Cli.Output;
using Imara.Policy.Kernels;

namespace Imara.Cli.Verbs.Policies;

/// <summary>Says what a simulation found, and names failing files on standard error.</summary>
internal sealed class SimulationReport(SimulationAnswer answer, DecisionReport places, KernelProfile kernel, Report report)
{
    /// <summary>Writes everything.</summary>
    /// <param name="roots">The trees.</param>
    /// <param name="takesAsGood">What is not checked counts as good.</param>
    /// <param name="allowsEmpty">That there is no file is an answer.</param>
    /// <returns>The exit status.</returns>
    public ExitCode Write(IReadOnlyList<string> roots, bool takesAsGood, bool allowsEmpty)
    {
        NameDenied();
        if (report.Format == OutputFormat.Json)
        {
            new SimulationJson(answer, places, kernel).Write(roots, report);
        }
        else
        {
            new SimulationText(answer, places, report).Write(takesAsGood);
        }

        var census = answer.Count();
        EmptyQuestion.Tell(census, "file", allowsEmpty, report);
        census.Add(Look.NotLookedAt, IsComplete(takesAsGood) ? 0 : 1);
        return ExitCodes.Of(census.Answer(allowsEmpty));
    }

    private void NameDenied()
    {
        if (answer.Trees.Mode != SimulationMode.Enforce)
        {
            return;
        }

        foreach (var file in answer.Trees.FirstFailing)
        {
            var more = file.Accesses > 1 ? $", and {file.Accesses - 1} more" : string.Empty;
            report.Error($"{file.Path}: denied: {file.Cause} ({places.PlaceOf(file.Rule)}): {file.Subject.Name}, {SimulationWords.Of(file.Kind)}{more}");
        }

        var unnamed = answer.Trees.FailingFiles - answer.Trees.FirstFailing.Length;
        if (unnamed > 0 && !report.Verbose)
        {
            report.Error($"{Count(unnamed, "more file")} denied; --verbose or --deny-list tells all");
        }

        foreach (var failure in answer.Running?.Failures ?? [])
        {
            report.Failing($"{failure.Path}: denied: {failure.Cause} ({places.PlaceOf(failure.Rule)}): {SimulationWords.Of(failure.Role)} of process {failure.Process}");
        }
    }

    private bool IsComplete(bool takesAsGood)
    {
        var trees = answer.Trees;
        var isComplete = trees.Unreadable == 0 && answer.Running is not { Unreadable: > 0 };
        if (!isComplete)
        {
            report.Error($"the answer is incomplete: {Count(trees.Unreadable + (answer.Running?.Unreadable ?? 0), "item")} not read");
        }

        if (answer.IsUnlabelled)
        {
            report.Error("the answer is incomplete: rules ask for the label of subjects; --subject UID:GID:LABEL gives one");
            isComplete = false;
        }

        if (trees.Mode != SimulationMode.Enforce || takesAsGood)
        {
            return isComplete;
        }

        if (trees.UncheckedContents > 0)
        {
            report.Error($"{Count(trees.UncheckedContents, "label")} not compared with the content; --hash compares, --no-verify takes it as good");
        }

        if (trees.UncheckedSignatures > 0)
        {
            report.Error($"{Count(trees.UncheckedSignatures, "signature")} not verified; --hash with --cert verifies, --no-verify takes it as good");
        }

        if (answer.Running is { Unchecked: > 0 } running)
        {
            report.Error($"{Count(running.Unchecked, "file")} in use with a label or signature that was not checked");
        }

        return isComplete && trees.UncheckedContents == 0 && trees.UncheckedSignatures == 0 && answer.Running is not { Unchecked: > 0 };
    }

    private static string Count(long count, string noun) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
}
