using System.CommandLine;
using Imara.Cli.Input;
using Imara.Cli.Kernels;
using Imara.Cli.Output;
using Imara.Evaluation;
using Imara.Evaluation.Events;
using Imara.Policy.Checking;

namespace Imara.Cli.Verbs.Policies;

/// <summary>`imara policy decide`: what a policy says about each of many events.</summary>
internal sealed class PolicyDecideVerb() : PolicyLinesVerb(
    "decide",
    "Tell what a policy decides for each of many events",
    new Option<string>("--events") { Description = "Events, one JSON object a line; `-` is standard input", HelpName = "FILE", Required = true },
    takesSeveral: false,
    ["imara policy decide --kernel 6.12 --events events.jsonl /etc/ima/ima-policy"],
    OutputFormat.Json, OutputFormat.Text)
{
    /// <inheritdoc/>
    protected override ExitCode Answer(InputLines lines, string path, PolicyCheck check, ChosenKernel kernel, Report report) =>
        Decide(lines, InputFile.NameOf(path), Compiled(check, kernel), new DecisionReport(check, kernel.Profile), report);

    private static ExitCode Decide(InputLines lines, string name, CompiledPolicy policy, DecisionReport decisions, Report report)
    {
        var exit = ExitCode.Yes;
        var index = 0;
        while (lines.TryRead(out var line))
        {
            if (line.Span.Trim(" \t\r"u8).IsEmpty && !lines.IsTooLong)
            {
                continue;
            }

            var error = new FormatError(0, $"longer than {LongestLine} bytes");
            if (lines.IsTooLong || !PolicyEventReader.TryRead(line.Span, out var question, out error))
            {
                exit = ExitCode.CouldNotTell;
                report.Error($"{name}:{lines.Number}: {error}");
                DecisionReport.WriteError(index, error, report);
            }
            else
            {
                decisions.Write(index, question.Event, policy.Decide(question.Event, question.Asked), report);
            }

            index++;
        }

        return lines.IsBroken ? ExitCode.CouldNotTell : exit;
    }
}
