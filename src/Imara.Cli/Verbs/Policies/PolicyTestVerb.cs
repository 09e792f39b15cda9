using System.CommandLine;
using Imara.Cli.Input;
using Imara.Cli.Output;
using Imara.Evaluation;
using Imara.Evaluation.Expectations;
using Imara.Policy.Kernels;

namespace Imara.Cli.Verbs.Policies;

/// <summary>`imara policy test`: are events decided as expected?</summary>
internal sealed class PolicyTestVerb : PolicyVerb
{
    private const int LongestLine = 1 << 20;

    private readonly Argument<string[]> files = Files();
    private readonly Option<string> expect = new("--expect") { Description = "Tests, one JSON object a line: an event with `expect`; `-` is standard input", HelpName = "FILE", Required = true };

    public PolicyTestVerb()
        : base(
            "test",
            "Tell whether a policy decides events as expected",
            [
                "imara policy test --kernel 6.12 --expect tests.jsonl /etc/ima/ima-policy",
                """echo '{"func":"BPRM_CHECK","mask":["MAY_EXEC"],"expect":{"actions":["measure"]}}' | imara policy test --kernel 6.12 --expect - site.policy""",
            ],
            OutputFormat.Text, OutputFormat.Json)
    {
        Add(files);
        Add(expect);
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

        var path = line.GetRequiredValue(expect);
        if (!InputFile.TryOpen(path, report, out var stream))
        {
            return ExitCode.CouldNotTell;
        }

        using (stream)
        {
            var decisions = new DecisionReport(check, kernel.Profile);
            var policy = new CompiledPolicy(check.Rules, kernel.Context.Lsm.Kind, kernel.Profile.Is(KernelOption.Appraise));
            var runner = new PolicyTestRunner(policy, decisions.Places, kernel.Profile);
            return RunAll(new InputLines(path, stream, LongestLine, report), runner, new PolicyTestReport(path, decisions, report), report);
        }
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

        return lines.IsBroken || tests.Unreadable > 0 || tests.Count == 0 ? ExitCode.CouldNotTell : tests.Failed > 0 ? ExitCode.No : ExitCode.Yes;
    }
}
