using System.CommandLine;
using System.Text;
using Imara.Cli.Input;
using Imara.Cli.Kernels;
using Imara.Cli.Output;
using Imara.Evaluation;
using Imara.Evaluation.Events;
using Imara.Evaluation.Explaining;
using Imara.Policy.Checking;
using Imara.Policy.Kernels;

namespace Imara.Cli.Verbs.Policies;

/// <summary>`imara policy explain`: what rules mean, or why each did or did not match an event.</summary>
internal sealed class PolicyExplainVerb : PolicyVerb
{
    private readonly Argument<string> file = new("FILE") { Description = "A policy; `-` is standard input" };
    private readonly Option<int?> ruleLine = new("--line") { Description = "Only the rule on this line", HelpName = "N" };
    private readonly Option<string> eventText = new("--event") { Description = "An event as a JSON object; `-` reads it from standard input", HelpName = "JSON" };

    public PolicyExplainVerb()
        : base(
            "explain",
            "Say in plain words what rules mean, or why they match an event or not",
            AnyKernel(),
            [
                "imara policy explain --kernel 6.12 --line 3 /etc/ima/ima-policy",
                """imara policy explain --kernel 6.12 --event '{"func":"FILE_CHECK","mask":["MAY_READ"]}' /etc/ima/ima-policy""",
            ],
            OutputFormat.Text, OutputFormat.Json)
    {
        Add(file);
        Add(ruleLine);
        Add(eventText);
        AddKernelOptions();
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult line, Report report)
    {
        var path = line.GetRequiredValue(file);
        if (AskAccepted(line, [path], report, out var otherwise) is not var (check, kernel))
        {
            return otherwise;
        }

        var only = line.GetValue(ruleLine);
        if (only is { } number && check.Lines.All(rule => rule.Line != number))
        {
            report.Error($"{InputFile.NameOf(path)}:{number}: no rule on this line");
            return ExitCode.CouldNotTell;
        }

        var decisions = new DecisionReport(check, kernel.Profile);
        if (line.GetValue(eventText) is not { } text)
        {
            ExplanationReport.WriteMeanings(decisions, kernel, only, report);
            return ExitCode.Yes;
        }

        return ExplainEvent(text, check, kernel, decisions, only, report);
    }

    private static ExitCode ExplainEvent(string text, PolicyCheck check, ChosenKernel kernel, DecisionReport decisions, int? only, Report report)
    {
        ReadOnlyMemory<byte> json = Encoding.UTF8.GetBytes(text);
        if (text == "-" && !InputFile.TryRead(text, InputFile.UsualCap, report, out json))
        {
            return ExitCode.CouldNotTell;
        }

        if (!PolicyEventReader.TryRead(json.Span, out var question, out var error))
        {
            report.Error($"--event: {error}");
            return ExitCode.CouldNotTell;
        }

        var policy = new CompiledPolicy(check.Rules, kernel.Context.Lsm.Kind, kernel.Profile.Is(KernelOption.Appraise));
        var heard = new MatchLog();
        var decision = policy.Explain(question.Event, heard, question.Asked);
        ExplanationReport.WriteMatches(decisions, kernel, question.Event, heard, decision, only, report);
        return ExitCode.Yes;
    }
}
