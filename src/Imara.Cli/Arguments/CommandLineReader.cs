using System.CommandLine;
using Imara.Policy.Parsing;

namespace Imara.Cli.Arguments;

/// <summary>
/// Reads a command line strictly, before any of it is acted on: what begins with <c>-</c> is an option of the verb or is refused, unless it stands behind
/// <c>--</c> or is <c>-</c> alone.
/// </summary>
/// <param name="root">The command tree, down to the verbs that may be meant.</param>
/// <param name="arguments">The arguments; see <see cref="ArgumentText"/>.</param>
internal sealed class CommandLineReader(Command root, string[] arguments)
{
    private readonly List<string> path = [];
    private readonly List<string> options = [];
    private readonly List<string> operands = [];
    private readonly HashSet<Option> given = [];
    private Command? found;
    private int next;

    private Command Command => found ?? root;

    /// <summary>Why the command line is refused: one line; null if it is not.</summary>
    public string? Refusal { get; private set; }

    /// <summary>True if the verb was found, so that its help says more.</summary>
    public bool IsAboutVerb { get; private set; }

    /// <summary>What the user typed to reach the Command, such as <c>imara list verify</c>.</summary>
    public string Path => string.Join(' ', (string[])[root.Name, .. path]);

    /// <summary>The same command line in the one form that leaves nothing to guess: verb, options each with its value, <c>--</c>, operands.</summary>
    /// <returns>Null if it is refused.</returns>
    public string[]? TryRead()
    {
        if (!TryReadVerb() || (options.Count == 0 && !TryReadRest()))
        {
            return null;
        }

        return operands.Count == 0 ? [.. path, .. options] : [.. path, .. options, "--", .. operands];
    }

    // Down to a verb, or to the help of a group.
    private bool TryReadVerb()
    {
        while (Command.Subcommands.Count > 0)
        {
            var names = Command.Subcommands.Select(below => below.Name).ToList();
            if (next == arguments.Length)
            {
                return Refuse($"no verb given; `{Path}` has {Words.List(names, "and")}");
            }

            var word = arguments[next++];
            if (word.StartsWith('-') && word.Length > 1)
            {
                return TryReadRootOption(word);
            }

            var below = Command.Subcommands.FirstOrDefault(child => child.Name == word);
            if (below is null)
            {
                return Refuse($"there is no verb `{(path.Count == 0 ? string.Empty : string.Join(' ', path) + " ")}{ArgumentText.Show(word)}`; {VerbAdvice.For(Command, Path, word)}");
            }

            path.Add(word);
            found = below;
        }

        IsAboutVerb = true;
        return true;
    }

    private bool TryReadRootOption(string word)
    {
        var option = OptionNames.Find(Command, word) ?? (OptionNames.IsHelp(word) ? OptionNames.Help(root) : null);
        if (option is null)
        {
            return Refuse(OptionAdvice.For(Command, Path, word));
        }

        while (next < arguments.Length && arguments[next] == word)
        {
            next++;
        }

        if (next < arguments.Length && !OptionNames.IsHelp(word))
        {
            return Refuse($"`{word}` stands alone; `{ArgumentText.Show(arguments[next])}` behind it means nothing");
        }

        options.Add(option.Name);
        return true;
    }

    private bool TryReadRest()
    {
        if (AsksForHelp())
        {
            options.Add(OptionNames.Help(root)!.Name);
            return true;
        }

        while (next < arguments.Length)
        {
            var word = arguments[next++];
            if (word == "--")
            {
                operands.AddRange(arguments[next..]);
                break;
            }

            if (word.Length < 2 || word[0] != '-')
            {
                operands.Add(word);
            }
            else if (!TryReadOption(word))
            {
                return false;
            }
        }

        return OperandCheck.WhyNot(Command, Path, given, operands) is not { } reason || Refuse(reason);
    }

    private bool AsksForHelp() => arguments[next..].TakeWhile(word => word != "--").Any(OptionNames.IsHelp);

    private bool TryReadOption(string word)
    {
        if (OptionNames.Find(Command, OptionNames.NameIn(word, out var value)) is { } option)
        {
            return TryTake(option, value);
        }

        // Short options in one word: flags, and a last one with its value.
        for (var i = 1; i < word.Length; i++)
        {
            option = word[1] == '-' ? null : OptionNames.Find(Command, $"-{word[i]}");
            if (option is null)
            {
                return Refuse(OptionAdvice.For(Command, Path, word));
            }

            if (!OptionNames.IsFlag(option))
            {
                return TryTake(option, i + 1 < word.Length ? word[(i + 1)..] : null);
            }

            if (i + 1 < word.Length && OptionNames.Find(Command, $"-{word[i + 1]}") is null)
            {
                return Refuse(OptionAdvice.For(Command, Path, word));
            }

            if (!TryTake(option, null))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryTake(Option option, string? value)
    {
        if (!given.Add(option) && option.Arity.MaximumNumberOfValues <= 1 && !OptionNames.IsFlag(option))
        {
            return Refuse($"`{option.Name}` is given twice");
        }

        if (OptionNames.IsFlag(option))
        {
            options.Add(option.Name);
            return value is null || Refuse($"`{option.Name}` takes no value, and `{ArgumentText.Show(value)}` is given");
        }

        if (value is null && next < arguments.Length && (arguments[next].Length < 2 || arguments[next][0] != '-'))
        {
            value = arguments[next++];
        }

        if (value is null)
        {
            options.Add(option.Name);
            return option.Arity.MinimumNumberOfValues == 0 || Refuse(WhyNoValue(option));
        }

        options.AddRange(value.Length == 0 ? [option.Name, value] : [$"{option.Name}={value}"]);
        return OptionValue.WhyNot(option, value) is not { } reason || Refuse(reason);
    }

    private string WhyNoValue(Option option)
    {
        var wanted = $"`{option.Name}` wants a value{(option.HelpName is { } name ? $", {name}" : string.Empty)}";
        return next == arguments.Length ? wanted
            : OptionNames.Find(Command, OptionNames.NameIn(arguments[next], out _)) is not null || arguments[next] == "--"
                ? $"{wanted}, and `{arguments[next]}` stands in its place"
            : $"{wanted}; if `{ArgumentText.Show(arguments[next])}` is meant, write `{option.Name}={ArgumentText.Show(arguments[next])}`";
    }

    private bool Refuse(string reason)
    {
        Refusal = reason;
        return false;
    }
}
