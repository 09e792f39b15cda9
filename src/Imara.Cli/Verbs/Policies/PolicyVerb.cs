using System.Collections.Immutable;
using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using Imara.Cli.Input;
using Imara.Cli.Kernels;
using Imara.Cli.Output;
using Imara.Policy.Checking;

namespace Imara.Cli.Verbs.Policies;

/// <summary>A verb about a policy in files and a kernel: several files are one load, in order.</summary>
internal abstract class PolicyVerb : Verb
{
    private readonly KernelOptions kernelOptions;

    /// <inheritdoc cref="Verb(string, string, ReadOnlySpan{string}, ReadOnlySpan{OutputFormat})"/>
    protected PolicyVerb(string name, string description, ReadOnlySpan<string> examples, params ReadOnlySpan<OutputFormat> formats)
        : this(name, description, new KernelOptions(), examples, formats)
    {
    }

    /// <inheritdoc cref="Verb(string, string, ReadOnlySpan{string}, ReadOnlySpan{OutputFormat})"/>
    /// <param name="kernelOptions">How kernels are named.</param>
    protected PolicyVerb(string name, string description, KernelOptions kernelOptions, ReadOnlySpan<string> examples, params ReadOnlySpan<OutputFormat> formats)
        : base(name, description, examples, formats) => this.kernelOptions = kernelOptions;

    /// <summary>How kernels are named where no machine is meant: without an option by IMARA_KERNEL and <c>.imara.toml</c>.</summary>
    /// <param name="takesSeveral">The verb answers for several.</param>
    protected static KernelOptions AnyKernel(bool takesSeveral = false) => new(takesUsual: true, takesSeveral: takesSeveral);

    /// <summary>Adds the options of the kernel behind those of the verb.</summary>
    protected void AddKernelOptions() => kernelOptions.AddAllTo(this);

    /// <summary>True if the command line names a kernel, so that the running one is not meant.</summary>
    protected bool NamesKernel(ParseResult line) => kernelOptions.IsChosen(line);

    /// <summary>True if the command line says how files are given to the kernel.</summary>
    protected bool IsMethodGiven(ParseResult line) => kernelOptions.IsMethodGiven(line);

    /// <summary>The policy files.</summary>
    protected static Argument<string[]> Files() => new("FILE")
    {
        Description = "Policy files, loaded as one in this order; `-` is standard input",
        Arity = ArgumentArity.OneOrMore,
    };

    /// <summary>The kernel of the command line.</summary>
    protected bool TryChooseKernel(ParseResult line, Report report, [NotNullWhen(true)] out ChosenKernel? kernel) => kernelOptions.TryChoose(line, report, out kernel);

    /// <summary>The kernels of the command line, for a verb that takes several.</summary>
    protected bool TryChooseKernels(ParseResult line, Report report, out List<ChosenKernel> kernels) => kernelOptions.TryChooseAll(line, report, out kernels);

    /// <summary>Gives the files to the kernel of the command line.</summary>
    /// <param name="line">The command line.</param>
    /// <param name="files">The policy files.</param>
    /// <param name="report">Takes the reason if there is no answer.</param>
    protected (PolicyCheck Check, ChosenKernel Kernel)? Ask(ParseResult line, IReadOnlyList<string> files, Report report)
    {
        return TryChooseKernel(line, report, out var kernel) && TryRead(files, report, out var sources) ? (Check(sources, kernel), kernel) : null;
    }

    /// <summary>Reads the policy files.</summary>
    protected static bool TryRead(IReadOnlyList<string> files, Report report, out ImmutableArray<PolicySource> sources)
    {
        var read = ImmutableArray.CreateBuilder<PolicySource>();
        foreach (var file in files)
        {
            if (InputFile.TryRead(file, InputFile.UsualCap, report, out var text))
            {
                read.Add(new PolicySource(file, text));
            }
        }

        sources = read.DrainToImmutable();
        return sources.Length == files.Count;
    }

    /// <summary>The answer of one kernel.</summary>
    protected static PolicyCheck Check(ImmutableArray<PolicySource> sources, ChosenKernel kernel) => PolicyChecker.Check(sources, kernel.Context, kernel.Method);

    /// <summary>As <see cref="Ask"/>, for verbs that answer only about a policy the kernel takes; what was assumed and found is told.</summary>
    /// <param name="line">The command line.</param>
    /// <param name="files">The policy files.</param>
    /// <param name="report">Takes the reason if there is no answer.</param>
    /// <param name="otherwise">The exit status if there is no answer.</param>
    protected (PolicyCheck Check, ChosenKernel Kernel)? AskAccepted(ParseResult line, IReadOnlyList<string> files, Report report, out ExitCode otherwise)
    {
        otherwise = ExitCode.CouldNotTell;
        if (Ask(line, files, report) is not var (check, kernel))
        {
            return null;
        }

        Tell(check, kernel, report);
        otherwise = ExitCode.No;
        return check.IsAccepted ? (check, kernel) : null;
    }

    /// <summary>Tells on standard error what was assumed and what was found; for verbs whose answer is something else.</summary>
    internal static void Tell(PolicyCheck check, ChosenKernel kernel, Report report)
    {
        foreach (var note in kernel.NotesFor(check))
        {
            report.Note($"{note.Descriptor.Id}: {note.Message}");
        }

        TellDiagnostics(check, report);
        if (!check.IsAccepted)
        {
            report.Error($"kernel {kernel.Profile.Name} refuses the policy");
        }
    }

    /// <summary>Tells on standard error what was found.</summary>
    protected static void TellDiagnostics(PolicyCheck check, Report report)
    {
        var left = report.Verbose ? int.MaxValue : DiagnosticText.UsualCount;
        foreach (var diagnostic in check.Diagnostics)
        {
            if (left-- == 0)
            {
                report.Error($"{check.Diagnostics.Length - DiagnosticText.UsualCount} more; --verbose tells all");
                break;
            }

            report.Error(DiagnosticText.Headline(check, diagnostic));
        }
    }
}
