using System.CommandLine;
using Imara.Cli.Input;
using Imara.Cli.Output;
using Imara.Diagnostics;
using Imara.Policy.Checking;
using Imara.Policy.Fixing;
using Imara.Policy.Linting;

namespace Imara.Cli.Verbs.Policies;

/// <summary>`imara policy check`: would the kernel take this policy, and if not, why? And if it does, is it what was meant?</summary>
internal sealed class PolicyCheckVerb : PolicyVerb
{
    private readonly Argument<string[]> files = Files();
    private readonly Option<bool> strict = new("--strict") { Description = "A warning is a failure" };
    private readonly Option<bool> fix = new("--fix") { Description = "Apply the safe fixes to the files; the fixed text of `-` goes to standard output" };

    private readonly Option<string[]> lint = new("--lint")
    {
        Description = "How much a finding of the linter matters, or `off` for no linting; may be repeated",
        HelpName = "ID=error|warning|info|off",
        Arity = ArgumentArity.OneOrMore,
    };

    public PolicyCheckVerb()
        : base(
            "check",
            "Tell whether a kernel takes a policy, line by line, and whether it says what was meant",
            [
                "imara policy check --kernel 6.12 /etc/ima/ima-policy",
                "imara policy check --kernel 6.12 --format sarif /etc/ima/ima-policy > policy.sarif",
                "imara policy check --profile 6.1-debian --load path --format json base.policy site.policy",
                "imara policy check --kernel 6.12 --strict --lint IMA0303=off --fix /etc/ima/ima-policy",
            ],
            OutputFormat.Text, OutputFormat.Json, OutputFormat.Sarif)
    {
        Add(files);
        Add(strict);
        Add(lint);
        Add(fix);
        AddKernelOptions();
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult line, Report report)
    {
        var paths = line.GetRequiredValue(files);
        var isFixing = line.GetValue(fix);
        if (!TryTakeLevels(line.GetValue(lint) ?? [], report, out var levels) || (isFixing && !PolicyFixes.CanFix(paths, report))
            || Ask(line, paths, report) is not var (read, kernel))
        {
            return ExitCode.CouldNotTell;
        }

        var check = PolicyLinter.Lint(read, kernel.Context, levels);
        var isWritten = true;
        FixedPolicy? policy = null;
        if (isFixing)
        {
            policy = PolicyFixer.Apply(check, sources => PolicyLinter.Lint(PolicyChecker.Check(sources, kernel.Context, kernel.Method), kernel.Context, levels));
            isWritten = PolicyFixes.TryWrite(check, policy, report);
            check = policy.Check;
        }

        if (isFixing && paths.Contains("-"))
        {
            Tell(check, kernel, report);
        }
        else
        {
            PolicyCheckReport.Write(check, policy, kernel, report);
        }

        var isStrict = line.GetValue(strict);
        NameFailing(check, isStrict ? DiagnosticSeverity.Warning : DiagnosticSeverity.Error, isStrict ? "finding" : "error", report);
        var isGood = check.IsAccepted && !check.Has(isStrict ? DiagnosticSeverity.Warning : DiagnosticSeverity.Error);
        return !isWritten ? ExitCode.CouldNotTell : isGood ? ExitCode.Yes : ExitCode.No;
    }

    private static bool TryTakeLevels(string[] texts, Report report, out LintLevels levels)
    {
        levels = LintLevels.Usual;
        foreach (var text in texts)
        {
            if (!levels.TryAdd(text, out levels, out var error))
            {
                report.Error("--lint: " + error);
                return false;
            }
        }

        return true;
    }

    private static void NameFailing(PolicyCheck check, DiagnosticSeverity limit, string noun, Report report)
    {
        var counts = new int[check.Sources.Length];
        foreach (var found in check.Diagnostics)
        {
            counts[found.Source] += found.Severity >= limit ? 1 : 0;
        }

        for (var source = 0; source < counts.Length; source++)
        {
            if (counts[source] > 0)
            {
                var more = check.Undescribed > 0 ? $", and {check.Undescribed} more that are too many to describe" : string.Empty;
                report.Error($"{InputFile.NameOf(check.Sources[source].Name)}: {PolicyCheckReport.Count(counts[source], noun)}{more}");
            }
        }
    }
}
