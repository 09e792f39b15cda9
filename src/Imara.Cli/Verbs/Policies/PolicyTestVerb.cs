using System.CommandLine;
using Imara.Answers;
using Imara.Cli.Input;
using Imara.Cli.Kernels;
using Imara.Cli.Output;
using Imara.Evaluation.Expectations;
using Imara.Policy.Checking;

namespace Imara.Cli.Verbs.Policies;

/// <summary>`imara policy test`: are events decided as expected?</summary>
internal sealed class PolicyTestVerb() : PolicyLinesVerb(
    "test",
    "Tell whether a policy decides events as expected",
    new Option<string>("--expect") { Description = "Tests, one JSON object a line: an event with `expect`; `-` is standard input", HelpName = "FILE", Required = true },
    takesSeveral: true,
    [
        "imara policy test --kernel 6.12 --expect tests.jsonl /etc/ima/ima-policy",
        "imara policy test --kernel 6.1-debian,6.12-debian --expect tests.jsonl site.policy",
        """echo '{"func":"BPRM_CHECK","mask":["MAY_EXEC"],"expect":{"actions":["measure"]}}' | imara policy test --kernel 6.12 --expect - site.policy""",
    ],
    OutputFormat.Text, OutputFormat.Json)
{
    /// <inheritdoc/>
    protected override ExitCode Answer(InputLines lines, string path, PolicyCheck check, ChosenKernel kernel, Report report)
    {
        var decisions = new DecisionReport(check, kernel.Profile);
        var runner = new PolicyTestRunner(Compiled(check, kernel), decisions.Places, kernel.Profile);
        return RunAll(lines, runner, new PolicyTestReport(path, decisions, report), report);
    }

    /// <inheritdoc/>
    protected override ExitCode AnswerAll(string path, List<(PolicyCheck Check, ChosenKernel Kernel)> answers, Report report)
    {
        if (!InputFile.TryRead(path, InputFile.UsualCap, report, out var content))
        {
            return ExitCode.CouldNotTell;
        }

        var exit = ExitCode.Yes;
        var results = new List<(ChosenKernel Kernel, PolicyTestReport? Tests, byte[] Text)>();
        foreach (var (check, kernel) in answers)
        {
            using var text = new MemoryStream();
            PolicyTestReport? tests = null;
            var one = ExitCode.No;
            if (check.IsAccepted)
            {
                var decisions = new DecisionReport(check, kernel.Profile);
                var runner = new PolicyTestRunner(Compiled(check, kernel), decisions.Places, kernel.Profile);
                report.Into(text, told =>
                {
                    tests = new PolicyTestReport(path, decisions, told);
                    one = RunAll(new InputLines(path, new MemoryStream(content.ToArray()), LongestLine, told), runner, tests, told);
                });
            }

            results.Add((kernel, tests, text.ToArray()));
            exit = (ExitCode)Math.Max((int)exit, (int)one);
        }

        PolicyTestMatrix.Write(path, results, report);
        return exit;
    }

    private static ExitCode RunAll(InputLines lines, PolicyTestRunner runner, PolicyTestReport tests, Report report)
    {
        while (lines.TryRead(out var line))
        {
            if (line.Span.Trim(" \t\r"u8).IsEmpty && !lines.IsTooLong)
            {
                continue;
            }

            var error = new FormatError(0, $"longer than {LongestLine} bytes");
            if (lines.IsTooLong || !PolicyTestReader.TryRead(line.Span, out var test, out error))
            {
                tests.WriteError(lines.Number, error);
            }
            else
            {
                tests.Write(lines.Number, test, runner.Run(test));
            }
        }

        tests.WriteSummary();
        if (tests.Count == 0)
        {
            report.Error("no tests");
        }

        var census = new Census();
        census.Add(Look.Good, tests.Count - tests.Failed - tests.Unreadable);
        census.Add(Look.Bad, tests.Failed);
        census.Add(Look.NotLookedAt, tests.Unreadable + (lines.IsBroken ? 1 : 0));
        return ExitCodes.Of(census.Answer());
    }
}
