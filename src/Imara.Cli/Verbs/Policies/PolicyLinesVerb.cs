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
    /// <param name="examples">Command lines for the help.</param>
    /// <param name="formats">The values of `--format`, the default first.</param>
    protected PolicyLinesVerb(string name, string description, Option<string> input, ReadOnlySpan<string> examples, params ReadOnlySpan<OutputFormat> formats)
        : base(name, description, examples, formats)
    {
        this.input = input;
        Add(files);
        Add(input);
        AddKernelOptions();
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult line, Report report)
    {
        if (AskAccepted(line, line.GetRequiredValue(files), report, out var otherwise) is not var (check, kernel))
        {
            return otherwise;
        }

        var path = line.GetRequiredValue(input);
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

    /// <summary>Answers the lines.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="path">What the file is called.</param>
    /// <param name="check">The accepted policy.</param>
    /// <param name="kernel">The kernel.</param>
    /// <param name="report">Where to.</param>
    protected abstract ExitCode Answer(InputLines lines, string path, PolicyCheck check, ChosenKernel kernel, Report report);
}
