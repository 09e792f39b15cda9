using System.CommandLine;
using Imara.Cli.Input;
using Imara.Cli.Output;
using Imara.Evaluation;
using Imara.Evaluation.Events;
using Imara.Policy.Kernels;

namespace Imara.Cli.Verbs.Policies;

/// <summary>`imara policy decide`: what a policy says about each of many events.</summary>
internal sealed class PolicyDecideVerb : PolicyVerb
{
    private const int LongestLine = 1 << 20;

    private readonly Argument<string[]> files = Files();
    private readonly Option<string> events = new("--events") { Description = "Events, one JSON object a line; `-` is standard input", HelpName = "FILE", Required = true };

    public PolicyDecideVerb()
        : base(
            "decide",
            "Tell what a policy decides for each of many events",
            ["imara policy decide --kernel 6.12 --events events.jsonl /etc/ima/ima-policy"],
            OutputFormat.Json, OutputFormat.Text)
    {
        Add(files);
        Add(events);
        AddKernelOptions();
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult line, Report report)
    {
        if (Ask(line, line.GetRequiredValue(files), report) is not var (check, kernel))
        {
            return ExitCode.CouldNotTell;
        }

        Tell(check, kernel, report);
        if (!check.IsAccepted)
        {
            return ExitCode.No;
        }

        var path = line.GetRequiredValue(events);
        if (!InputFile.TryOpen(path, report, out var stream))
        {
            return ExitCode.CouldNotTell;
        }

        using (stream)
        {
            var policy = new CompiledPolicy(check.Rules, kernel.Context.Lsm.Kind, kernel.Profile.Is(KernelOption.Appraise));
            return Decide(new InputLines(path, stream, LongestLine, report), InputFile.NameOf(path), policy, new DecisionReport(check, kernel.Profile), report);
        }
    }

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
