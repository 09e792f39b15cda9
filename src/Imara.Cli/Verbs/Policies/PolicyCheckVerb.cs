using System.Collections.Immutable;
using System.CommandLine;
using Imara.Cli.Input;
using Imara.Cli.Kernels;
using Imara.Cli.Output;
using Imara.Cli.Settings;
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

    private readonly Option<bool> diff = new("--diff") { Description = "With --fix: write nothing, and show what would change" };

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
            AnyKernel(takesSeveral: true),
            [
                "imara policy check --kernel 6.12 /etc/ima/ima-policy",
                "imara policy check --kernel 6.12 --format sarif /etc/ima/ima-policy > policy.sarif",
                "imara policy check --kernel 6.1-debian --load path --format json base.policy site.policy",
                "imara policy check --kernel 6.1-debian,6.12-debian,7.3 site.policy",
                "imara policy check --kernel 6.12 --strict --lint IMA0303=off --fix /etc/ima/ima-policy",
            ],
            OutputFormat.Text, OutputFormat.Json, OutputFormat.Sarif)
    {
        Add(files);
        Add(strict);
        Add(lint);
        Add(fix);
        Add(diff);
        AddKernelOptions();
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult line, Report report)
    {
        var paths = line.GetRequiredValue(files);
        var isFixing = line.GetValue(fix);
        var isShown = line.GetValue(diff);
        if (isShown && (!isFixing || report.Format != OutputFormat.Text))
        {
            report.Error(isFixing ? "--diff is text" : "--diff goes with --fix");
            return ExitCode.CouldNotTell;
        }

        if (!TryTakeLevels(line.GetValue(lint) ?? [], report, out var levels) || (isFixing && !PolicyFixes.CanFix(paths, report))
            || !TryChooseKernels(line, report, out var kernels) || !TryRead(paths, report, out var sources))
        {
            return ExitCode.CouldNotTell;
        }

        var least = line.GetValue(strict) ? DiagnosticSeverity.Warning : DiagnosticSeverity.Error;
        if (kernels.Count > 1)
        {
            return CheckAll(sources, kernels, levels, isFixing, least, report);
        }

        var kernel = kernels[0];
        var check = PolicyLinter.Lint(Check(sources, kernel), kernel.Context, levels);
        var isWritten = true;
        FixedPolicy? policy = null;
        if (isFixing)
        {
            policy = PolicyFixer.Apply(check, sources => PolicyLinter.Lint(PolicyChecker.Check(sources, kernel.Context, kernel.Method), kernel.Context, levels));
            isWritten = isShown ? PolicyFixes.Show(check, policy, report) : PolicyFixes.TryWrite(check, policy, report);
            check = policy.Check;
        }

        if (isFixing && (isShown || paths.Contains("-")))
        {
            Tell(check, kernel, report);
        }
        else
        {
            PolicyCheckReport.Write(check, policy, kernel, report);
        }

        NameFailing(check, least, string.Empty, report);
        return !isWritten ? ExitCode.CouldNotTell : IsGood(check, least) ? ExitCode.Yes : ExitCode.No;
    }

    private static bool IsGood(PolicyCheck check, DiagnosticSeverity least) => check.IsAccepted && !check.Has(least);

    private static ExitCode CheckAll(
        ImmutableArray<PolicySource> sources, List<ChosenKernel> kernels, LintLevels levels, bool isFixing, DiagnosticSeverity least, Report report)
    {
        if (isFixing || report.Format == OutputFormat.Sarif)
        {
            report.Error($"{(isFixing ? "--fix" : "--format sarif")} takes one kernel");
            return ExitCode.CouldNotTell;
        }

        var answers = kernels.ConvertAll(kernel => (Check: PolicyLinter.Lint(Check(sources, kernel), kernel.Context, levels), Kernel: kernel));
        PolicyCheckMatrix.Write(answers, report);
        foreach (var (check, kernel) in answers)
        {
            NameFailing(check, least, $" on {kernel.Profile.Name}", report);
        }

        return answers.TrueForAll(answer => IsGood(answer.Check, least)) ? ExitCode.Yes : ExitCode.No;
    }

    private static bool TryTakeLevels(string[] texts, Report report, out LintLevels levels)
    {
        levels = LintLevels.Usual;
        if (!SettingsSearch.TryRead(report, out var settings))
        {
            return false;
        }

        // The command line comes last, and so says the last word.
        foreach (var (text, source) in settings.Lint.Select(one => (one, settings.Path)).Concat(texts.Select(one => (one, "--lint"))))
        {
            if (!levels.TryAdd(text, out levels, out var error))
            {
                report.Error($"{source}: {error}");
                return false;
            }
        }

        return true;
    }

    private static void NameFailing(PolicyCheck check, DiagnosticSeverity limit, string where, Report report)
    {
        var noun = limit == DiagnosticSeverity.Error ? "error" : "finding";
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
                report.Error($"{InputFile.NameOf(check.Sources[source].Name)}: {PolicyCheckReport.Count(counts[source], noun)}{where}{more}");
            }
        }
    }
}
