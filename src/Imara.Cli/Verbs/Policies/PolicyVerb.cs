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
    private readonly KernelOptions kernelOptions = new();

    /// <inheritdoc cref="Verb(string, string, ReadOnlySpan{string}, ReadOnlySpan{OutputFormat})"/>
    protected PolicyVerb(string name, string description, ReadOnlySpan<string> examples, params ReadOnlySpan<OutputFormat> formats)
        : base(name, description, examples, formats)
    {
    }

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

    /// <summary>Gives the files to the kernel of the command line.</summary>
    /// <param name="line">The command line.</param>
    /// <param name="files">The policy files.</param>
    /// <param name="report">Takes the reason if there is no answer.</param>
    protected (PolicyCheck Check, ChosenKernel Kernel)? Ask(ParseResult line, IReadOnlyList<string> files, Report report)
    {
        if (!TryChooseKernel(line, report, out var kernel))
        {
            return null;
        }

        var sources = ImmutableArray.CreateBuilder<PolicySource>();
        foreach (var file in files)
        {
            if (InputFile.TryRead(file, InputFile.UsualCap, report, out var text))
            {
                sources.Add(new PolicySource(file, text));
            }
        }

        return sources.Count == files.Count ? (PolicyChecker.Check(sources.DrainToImmutable(), kernel.Context, kernel.Method), kernel) : null;
    }

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
