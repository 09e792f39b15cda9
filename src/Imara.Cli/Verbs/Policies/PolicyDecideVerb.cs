using System.CommandLine;
using Imara.Answers;
using Imara.Cli.Input;
using Imara.Cli.Kernels;
using Imara.Cli.Output;
using Imara.Evaluation;
using Imara.Evaluation.Events;
using Imara.Policy.Checking;

namespace Imara.Cli.Verbs.Policies;

/// <summary>`imara policy decide`: what a policy says about each of many events.</summary>
internal sealed class PolicyDecideVerb : PolicyLinesVerb
{
    private readonly Option<bool> allowEmpty = EmptyQuestion.Option("event");
    private bool allowsEmpty;

    public PolicyDecideVerb()
        : base(
            "decide",
            "Tell what a policy decides for each of many events",
            new Option<string>("--events") { Description = "Events, one JSON object a line; `-` is standard input", HelpName = "FILE", Required = true },
            takesSeveral: false,
            ["imara policy decide --kernel 6.12 --events events.jsonl /etc/ima/ima-policy"],
            OutputFormat.Json, OutputFormat.Text) => Add(allowEmpty);

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult line, Report report)
    {
        allowsEmpty = line.GetValue(allowEmpty);
        return base.Run(line, report);
    }

    /// <inheritdoc/>
    protected override ExitCode Answer(InputLines lines, string path, PolicyCheck check, ChosenKernel kernel, Report report) =>
        Decide(lines, InputFile.NameOf(path), Compiled(check, kernel), new DecisionReport(check, kernel.Profile), report);

    private ExitCode Decide(InputLines lines, string name, CompiledPolicy policy, DecisionReport decisions, Report report)
    {
        var census = new Census();
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
                census.Add(Look.NotLookedAt);
                report.Error($"{name}:{lines.Number}: {error}");
                DecisionReport.WriteError(index, error, report);
            }
            else
            {
                census.Add(Look.Good);
                decisions.Write(index, question.Event, policy.Decide(question.Event, question.Asked), report);
            }

            index++;
        }

        if (lines.IsBroken)
        {
            census.CutShort();
        }

        EmptyQuestion.Tell(census, "event", allowsEmpty, report);
        return ExitCodes.Of(census.Answer(allowsEmpty));
    }
}
