using System.CommandLine;
using Imara.Cli.Output;

namespace Imara.Cli.Verbs;

/// <summary>One verb: declares its options, asks a room, hands the answer to a <see cref="Report"/>. Nothing about IMA is decided here.</summary>
internal abstract class Verb : Command
{
    private readonly Option<string>? format;
    private readonly Option<string> color = ColorOption(isHidden: true);
    private readonly Option<bool> quiet = new("--quiet") { Description = "No notes and no summary" };
    private readonly Option<bool> verbose = new("--verbose") { Description = "Tell on standard error what is done" };

    /// <summary>A verb that reports in <paramref name="formats"/>; none for a verb whose standard output is not its own.</summary>
    /// <param name="name">What the user types; also the name of the class before <c>Verb</c>.</param>
    /// <param name="description">One sentence for the list of verbs.</param>
    /// <param name="examples">Command lines for the help.</param>
    /// <param name="formats">The values of `--format`, the default first.</param>
    protected Verb(string name, string description, ReadOnlySpan<string> examples, params ReadOnlySpan<OutputFormat> formats)
        : base(name, description)
    {
        Examples = [.. examples];
        if (!formats.IsEmpty)
        {
            var names = formats.ToArray().Select(value => value.ToString().ToLowerInvariant()).ToArray();
            format = new Option<string>("--format")
            {
                Description = "How the answer is written",
                HelpName = string.Join('|', names),
                DefaultValueFactory = _ => names[0],
            };
            format.AcceptOnlyFromAmong(names);
        }
    }

    /// <summary>Command lines shown below the help.</summary>
    public IReadOnlyList<string> Examples { get; }

    /// <summary>Adds the options every verb has, behind its own, and connects it to the streams.</summary>
    public Verb Attach(StandardStreams streams)
    {
        if (format is not null)
        {
            Add(format);
        }

        Add(color);
        Add(quiet);
        Add(verbose);
        foreach (var flag in Options.Where(option => option.ValueType == typeof(bool)))
        {
            // Else a file called `true` behind it would be its value.
            flag.Arity = ArgumentArity.Zero;
        }

        SetAction(line =>
        {
            var chosen = format is null ? OutputFormat.Text
                : line.GetResult(format) is { Implicit: false } ? Enum.Parse<OutputFormat>(line.GetRequiredValue(format), ignoreCase: true)
                : UsualFormat(line) ?? Enum.Parse<OutputFormat>(line.GetRequiredValue(format), ignoreCase: true);
            var colors = Enum.Parse<ColorChoice>(line.GetRequiredValue(color), ignoreCase: true);
            return (int)Run(line, new Report(streams, chosen, line.GetValue(quiet), line.GetValue(verbose), colors));
        });
        return this;
    }

    /// <summary>`--color`, which every verb takes and the help of `imara` alone shows.</summary>
    public static Option<string> ColorOption(bool isHidden)
    {
        var option = new Option<string>("--color")
        {
            Description = "Colours of the answer of any verb; auto: on a terminal, without NO_COLOR",
            HelpName = "auto|always|never",
            DefaultValueFactory = _ => "auto",
            Hidden = isHidden,
        };
        option.AcceptOnlyFromAmong("auto", "always", "never");
        return option;
    }

    /// <summary>The format where none is asked for, if it depends on the other options; null: the first one.</summary>
    protected virtual OutputFormat? UsualFormat(ParseResult line) => null;

    /// <summary>Does what the verb says.</summary>
    protected abstract ExitCode Run(ParseResult line, Report report);
}
