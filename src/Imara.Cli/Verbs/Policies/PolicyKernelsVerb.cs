using System.CommandLine;
using Imara.Cli.Kernels;
using Imara.Cli.Output;
using Imara.Diagnostics;
using Imara.Policy.Kernels;
using Imara.Policy.Vocabularies;

namespace Imara.Cli.Verbs.Policies;

/// <summary>`imara policy kernels`: which kernels are known, and what one of them knows.</summary>
internal sealed class PolicyKernelsVerb : Verb
{
    private readonly KernelOptions kernelOptions = new("all known kernels are listed");
    private readonly Argument<string?> name = new("KERNEL")
    {
        Description = "A recorded kernel, a version X.Y, `running`, or the file of a configuration; without it the known kernels are listed",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public PolicyKernelsVerb()
        : base(
            "kernels",
            "List the known kernels, or everything one kernel knows of the policy language",
            ["imara policy kernels", "imara policy kernels 6.12", "imara policy kernels --config /boot/config-6.1.0 --format json"],
            OutputFormat.Text, OutputFormat.Json)
    {
        Add(name);
        kernelOptions.AddChoiceTo(this);
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult line, Report report)
    {
        var asked = line.GetValue(name);
        var isChosen = kernelOptions.IsChosen(line);
        if (asked is not null && isChosen)
        {
            report.Error("policy kernels: name one kernel, by KERNEL or by an option");
            return ExitCode.CouldNotTell;
        }

        if (asked is null && !isChosen)
        {
            KernelListReport.Write(report);
            return ExitCode.Yes;
        }

        var notes = new List<Diagnostic>();
        KernelProfile? kernel;
        if (!(asked is null
            ? kernelOptions.TryChooseProfile(line, report, notes, out kernel)
            : NamedKernel.TryFind(asked, string.Empty, isFileTaken: true, report, new KernelAssumptions(notes), out kernel)))
        {
            return ExitCode.CouldNotTell;
        }

        foreach (var note in notes)
        {
            report.Note($"{note.Descriptor.Id}: {note.Message}");
        }

        VocabularyReport.Write(KernelVocabulary.Of(kernel), report);
        return ExitCode.Yes;
    }
}
