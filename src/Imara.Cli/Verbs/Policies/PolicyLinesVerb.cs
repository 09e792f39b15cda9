using System.CommandLine;
using Imara.Cli.Input;
using Imara.Cli.Kernels;
using Imara.Cli.Output;
using Imara.Evaluation;
using Imara.Policy.Checking;
using Imara.Policy.Kernels;

namespace Imara.Cli.Verbs.Policies;

/// <summary>A verb that asks an accepted policy about each line of a file of JSON objects.</summary>
internal abstract class PolicyLinesVerb : PolicyVerb
{
    /// <summary>The longest line that is read, in bytes.</summary>
    protected const int LongestLine = 1 << 20;

    private readonly Argument<string[]> files = Files();
    private readonly Option<string> input;

    /// <inheritdoc cref="PolicyVerb(string, string, ReadOnlySpan{string}, ReadOnlySpan{OutputFormat})"/>
    /// <param name="name">What the user types.</param>
    /// <param name="description">One sentence for the list of verbs.</param>
    /// <param name="input">The option that names the file.</param>
    /// <param name="takesSeveral">The verb answers for several kernels.</param>
    /// <param name="examples">Command lines for the help.</param>
    /// <param name="formats">The values of `--format`, the default first.</param>
    protected PolicyLinesVerb(
        string name, string description, Option<string> input, bool takesSeveral, ReadOnlySpan<string> examples, params ReadOnlySpan<OutputFormat> formats)
        : base(name, description, AnyKernel(takesSeveral), examples, formats)
    {
        this.input = input;
        Add(files);
        Add(input);
        AddKernelOptions();
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult line, Report report)
    {
        var path = line.GetRequiredValue(input);
        if (!TryChooseKernels(line, report, out var kernels) || !TryRead(line.GetRequiredValue(files), report, out var sources))
        {
            return ExitCode.CouldNotTell;
        }

        var answers = kernels.ConvertAll(kernel => (Check: Check(sources, kernel), Kernel: kernel));
        foreach (var answer in answers)
        {
            Tell(answer.Check, answer.Kernel, report);
        }

        if (answers.Count > 1)
        {
            return AnswerAll(path, answers, report);
        }

        var (check, kernel) = answers[0];
        if (!check.IsAccepted)
        {
            return ExitCode.No;
        }

        if (!InputFile.TryOpen(path, report, out var stream))
        {
            return ExitCode.CouldNotTell;
        }

        using (stream)
        {
            return Answer(new InputLines(path, stream, LongestLine, report), path, check, kernel, report);
        }
    }

    /// <summary>The policy, ready to be asked.</summary>
    protected static CompiledPolicy Compiled(PolicyCheck check, ChosenKernel kernel) =>
        new(check.Rules, kernel.Context.Lsm.Kind, kernel.Profile.Is(KernelOption.Appraise));

    /// <summary>Answers the lines for several kernels; for a verb that takes several.</summary>
    /// <param name="path">What the file is called.</param>
    /// <param name="answers">The policy as each kernel takes it, or does not.</param>
    /// <param name="report">Where to.</param>
    protected virtual ExitCode AnswerAll(string path, List<(PolicyCheck Check, ChosenKernel Kernel)> answers, Report report) => ExitCode.CouldNotTell;

    /// <summary>Answers the lines.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="path">What the file is called.</param>
    /// <param name="check">The accepted policy.</param>
    /// <param name="kernel">The kernel.</param>
    /// <param name="report">Where to.</param>
    protected abstract ExitCode Answer(InputLines lines, string path, PolicyCheck check, ChosenKernel kernel, Report report);
}
