using System.CommandLine;
using Imara.Cli.Input;
using Imara.Cli.Kernels;
using Imara.Cli.Output;
using Imara.Diagnostics;
using Imara.Policy;
using Imara.Policy.Checking;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;
using Imara.Policy.Vocabularies;

namespace Imara.Cli.Verbs.Policies;

/// <summary>`imara policy diff-kernels`: what one kernel takes and another does not, or what that means for one policy.</summary>
internal sealed class PolicyDiffKernelsVerb : Verb
{
    private readonly Argument<string> first = new("A") { Description = "A recorded kernel, a version X.Y, `running`, or the file of a configuration" };
    private readonly Argument<string> second = new("B") { Description = "The kernel to compare with" };
    private readonly Option<string> policy = new("--policy")
    {
        Description = "Tell only which lines of this policy the kernels answer or read back differently",
        HelpName = "FILE",
    };

    public PolicyDiffKernelsVerb()
        : base(
            "diff-kernels",
            "Tell what two kernels know differently of the policy language",
            ["imara policy diff-kernels 6.1-debian 6.12-debian", "imara policy diff-kernels running 7.3 --policy /etc/ima/ima-policy"],
            OutputFormat.Text, OutputFormat.Json)
    {
        Add(first);
        Add(second);
        Add(policy);
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult line, Report report)
    {
        if (!TryName(line.GetRequiredValue(first), report, out var a) || !TryName(line.GetRequiredValue(second), report, out var b))
        {
            return ExitCode.CouldNotTell;
        }

        if (line.GetValue(policy) is { } path)
        {
            return ComparePolicy(path, a, b, report);
        }

        var differences = KernelDifferences.Between(a, b);
        KernelDifferencesReport.Write(a, b, differences, report);
        return differences.IsEmpty ? ExitCode.Yes : ExitCode.No;
    }

    // What defines labels is the same machine before and after; each label counts as defined.
    private static ExitCode ComparePolicy(string path, KernelProfile a, KernelProfile b, Report report)
    {
        if (!InputFile.TryRead(path, InputFile.UsualCap, report, out var text))
        {
            return ExitCode.CouldNotTell;
        }

        var lsm = new LsmContext(LsmKind.SELinux);
        var source = new PolicySource(path, text);
        var one = PolicyChecker.Check([source], new RuleContext(a, lsm), LoadMethod.Lines);
        var other = PolicyChecker.Check([source], new RuleContext(b, lsm), LoadMethod.Lines);
        if (one.Lines.Any(rule => rule.Rule is { Lsm.IsEmpty: false }) || other.Lines.Any(rule => rule.Rule is { Lsm.IsEmpty: false }))
        {
            var assumed = Diagnostic.At(PolicyDiagnostics.LabelsAssumed, default);
            report.Note($"{assumed.Descriptor.Id}: {assumed.Message}");
        }

        var changes = PolicyLineChanges.Between(one, other);
        PolicyLineChangesReport.Write(a, b, one, other, changes, report);
        return changes.IsEmpty && one.IsAccepted == other.IsAccepted ? ExitCode.Yes : ExitCode.No;
    }

    private static bool TryName(string name, Report report, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out KernelProfile? kernel)
    {
        var notes = new List<Diagnostic>();
        var isNamed = NamedKernel.TryFind(name, string.Empty, isFileTaken: true, report, new KernelAssumptions(notes), out kernel);
        foreach (var note in notes)
        {
            report.Note($"{note.Descriptor.Id}: {note.Message}");
        }

        return isNamed;
    }
}
