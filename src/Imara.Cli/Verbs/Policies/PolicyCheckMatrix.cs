using Imara.Cli.Input;
using Imara.Cli.Kernels;
using Imara.Cli.Output;
using Imara.Diagnostics;
using Imara.Policy.Checking;

namespace Imara.Cli.Verbs.Policies;

/// <summary>What several kernels say of one policy, side by side; each finding once, with the kernels it is about.</summary>
internal static class PolicyCheckMatrix
{
    /// <summary>Writes it in the format asked for.</summary>
    public static void Write(IReadOnlyList<(PolicyCheck Check, ChosenKernel Kernel)> answers, Report report)
    {
        if (report.Format == OutputFormat.Json)
        {
            report.Json(json =>
            {
                json.WriteBoolean("accepted"u8, answers.All(answer => answer.Check.IsAccepted));
                json.WriteStartArray("kernels"u8);
                foreach (var (check, kernel) in answers)
                {
                    json.WriteStartObject();
                    PolicyCheckReport.WriteJson(json, check, null, kernel);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            });
            return;
        }

        WriteNotes(answers, report);
        WriteFindings(answers, report);
        if (!report.Quiet)
        {
            WriteTable(answers, report);
        }
    }

    private static void WriteNotes(IReadOnlyList<(PolicyCheck Check, ChosenKernel Kernel)> answers, Report report)
    {
        foreach (var note in answers.SelectMany(answer => answer.Kernel.NotesFor(answer.Check).Select(note => $"{note.Descriptor.Id}: {note.Message}")).Distinct())
        {
            report.Note(note);
        }
    }

    private static void WriteFindings(IReadOnlyList<(PolicyCheck Check, ChosenKernel Kernel)> answers, Report report)
    {
        var groups = answers
            .SelectMany(answer => answer.Check.Diagnostics.Select(found => (Found: found, answer.Check, answer.Kernel)))
            .Where(one => !report.Quiet || one.Found.Severity != DiagnosticSeverity.Info)
            .GroupBy(one => (one.Found.Source, one.Found.Line, one.Found.Column, one.Found.Diagnostic.Descriptor.Id, one.Found.Diagnostic.Message, one.Found.Severity))
            .OrderBy(group => (group.Key.Source, group.Key.Line, group.Key.Column))
            .ToList();
        var shown = report.Verbose ? groups.Count : Math.Min(groups.Count, DiagnosticText.UsualCount);
        foreach (var group in groups.Take(shown))
        {
            var first = group.First();
            DiagnosticText.Write(first.Check, first.Found, report);
            if (group.Count() < answers.Count)
            {
                report.Line($"  kernels: {string.Join(", ", group.Select(one => one.Kernel.Profile.Name))}");
            }
        }

        if (shown < groups.Count)
        {
            report.Line($"{groups.Count - shown} more; --verbose shows all");
        }
    }

    // Lines that all take need no row.
    private static void WriteTable(IReadOnlyList<(PolicyCheck Check, ChosenKernel Kernel)> answers, Report report)
    {
        var table = new KernelMatrix([.. answers.Select(answer => answer.Kernel.Profile.Name)]);
        var lines = answers.SelectMany(answer => answer.Check.Lines.Where(line => !line.IsAccepted).Select(line => (line.Source, line.Line))).Distinct().Order().ToList();
        foreach (var (source, number) in lines.Take(report.Verbose ? lines.Count : DiagnosticText.UsualCount))
        {
            table.Add(
                $"{InputFile.NameOf(answers[0].Check.Sources[source].Name)}:{number}",
                answers.Select(answer => Cell(answer.Check.Lines.FirstOrDefault(line => line.Source == source && line.Line == number))));
        }

        table.Add("warnings", answers.Select(answer => (answer.Check.Diagnostics.Count(found => found.Severity == DiagnosticSeverity.Warning).ToString(), (Paint?)null)));
        table.Add("policy", answers.Select(answer => answer.Check.IsAccepted ? ("accepted", (Paint?)Paint.Green) : ("refused", Paint.Red)));
        table.Write(report);
    }

    private static (string Text, Paint? Paint) Cell(CheckedLine? line) => line switch
    {
        null => ("-", null),
        { IsAccepted: true } => ("ok", null),
        _ => (line.Errno.ToString(), Paint.Red),
    };
}
