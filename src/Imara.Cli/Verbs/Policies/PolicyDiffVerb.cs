using System.Collections.Immutable;
using System.CommandLine;
using Imara.Cli.Input;
using Imara.Cli.Kernels;
using Imara.Cli.Output;
using Imara.Evaluation;
using Imara.Evaluation.Differences;
using Imara.Policy.Checking;
using Imara.Policy.Formatting;
using Imara.Policy.Kernels;
using Imara.Policy.Rules;

namespace Imara.Cli.Verbs.Policies;

/// <summary>`imara policy diff`: what changes for whom when one policy takes the place of another.</summary>
internal sealed class PolicyDiffVerb : PolicyVerb
{
    private const string SecurityFs = "/sys/kernel/security/";

    private readonly Argument<string> first = new("A") { Description = "A policy; `-` is standard input" };
    private readonly Argument<string> second = new("B") { Description = "The other policy" };
    private readonly Option<bool> readBack = new("--readback")
    {
        Description = "A or B was printed by reading ima/policy: understand what the kernel prints but does not take; implied by a path in securityfs",
    };

    public PolicyDiffVerb()
        : base(
            "diff",
            "Tell which events two policies treat differently",
            AnyKernel(),
            ["imara policy diff --kernel 6.12 old.policy new.policy", "imara policy diff /etc/ima/ima-policy /sys/kernel/security/ima/policy"],
            OutputFormat.Text, OutputFormat.Json)
    {
        Add(first);
        Add(second);
        Add(readBack);
        AddKernelOptions();
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult line, Report report)
    {
        var paths = new[] { line.GetRequiredValue(first), line.GetRequiredValue(second) };
        if (!TryChooseKernel(line, report, out var kernel))
        {
            return ExitCode.CouldNotTell;
        }

        var isReadBack = line.GetValue(readBack) || paths.Any(path => path.StartsWith(SecurityFs, StringComparison.Ordinal));
        var checks = new List<PolicyCheck>();
        foreach (var path in paths)
        {
            if (!InputFile.TryRead(path, InputFile.UsualCap, report, out var text))
            {
                return ExitCode.CouldNotTell;
            }

            checks.Add(isReadBack ? CheckReadBack(path, text, kernel, report) : PolicyChecker.Check([new PolicySource(path, text)], kernel.Context, kernel.Method));
        }

        return Compare(checks[0], checks[1], isReadBack, kernel, report);
    }

    private static ExitCode Compare(PolicyCheck a, PolicyCheck b, bool isReadBack, ChosenKernel kernel, Report report)
    {
        foreach (var note in kernel.NotesFor(a).UnionBy(kernel.NotesFor(b), note => note.Descriptor.Id))
        {
            report.Note($"{note.Descriptor.Id}: {note.Message}");
        }

        foreach (var check in (ReadOnlySpan<PolicyCheck>)[a, b])
        {
            TellDiagnostics(check, report);
            if (!check.IsAccepted)
            {
                report.Error($"{InputFile.NameOf(check.Sources[0].Name)}: kernel {kernel.Profile.Name} refuses the policy, so there is nothing to compare");
            }
        }

        if (!a.IsAccepted || !b.IsAccepted)
        {
            return ExitCode.CouldNotTell;
        }

        var (rulesA, rulesB) = (a.Rules, b.Rules);
        if (isReadBack)
        {
            (rulesA, rulesB) = ([.. rulesA.Select(rule => ReadBackText.Complete(rule, rulesB))], [.. rulesB.Select(rule => ReadBackText.Complete(rule, rulesA))]);
        }

        var comparison = PolicyComparer.Compare(Compiled(rulesA, kernel), Compiled(rulesB, kernel), kernel.Profile, kernel.Context.Lsm.Kind);
        PolicyDifferenceReport.Write(comparison, new DecisionReport(a, kernel.Profile), new DecisionReport(b, kernel.Profile), kernel, report);
        return !comparison.Unfinished.IsEmpty ? ExitCode.CouldNotTell : comparison.IsSame ? ExitCode.Yes : ExitCode.No;
    }

    private static CompiledPolicy Compiled(ImmutableArray<PolicyRule> rules, ChosenKernel kernel) =>
        new(rules, kernel.Context.Lsm.Kind, kernel.Profile.Is(KernelOption.Appraise));

    private static PolicyCheck CheckReadBack(string path, ReadOnlyMemory<byte> text, ChosenKernel kernel, Report report)
    {
        var context = ReadBackText.ContextFor(kernel.Context);
        var repaired = ReadBackText.Repair(text, context, out var losses);
        foreach (var (loss, meaning) in (ReadOnlySpan<(ReadBackLoss, string)>)
            [
                (ReadBackLoss.SignedId, "negative ids are taken as the numbers from 2147483648 on that they stand for"),
                (ReadBackLoss.CustomTemplate, "an empty template is taken as the one of ima_template_fmt="),
                (ReadBackLoss.VerityOrder, "sigv3 before verity is taken as verity before sigv3"),
            ])
        {
            if ((losses & loss) != 0)
            {
                report.Note($"{InputFile.NameOf(path)}: {meaning}");
            }
        }

        // What was loaded by its path may have longer lines than one write takes.
        return PolicyChecker.Check([new PolicySource(path, repaired)], context, LoadMethod.Path);
    }
}
