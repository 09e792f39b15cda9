namespace Imara.Cli.Evmctl.Options;

/// <summary>Takes a command line apart as getopt_long(3) does: bundled letters, abbreviated words, options behind operands, <c>--</c>.</summary>
internal static class LongOptions
{
    /// <summary>Takes it apart, up to the first option that is wrong.</summary>
    /// <param name="arguments">The arguments without the name of the program.</param>
    /// <param name="known">The options of the program.</param>
    public static GivenLine Parse(IReadOnlyList<string> arguments, IReadOnlyList<OptionSpec> known)
    {
        var options = new List<GivenOption>();
        var operands = new List<string>();
        for (var at = 0; at < arguments.Count; at++)
        {
            var argument = arguments[at];
            string? error = null;
            if (argument == "--")
            {
                operands.AddRange(arguments.Skip(at + 1));
                break;
            }

            if (argument.StartsWith("--", StringComparison.Ordinal))
            {
                error = TakeLong(argument[2..], arguments, ref at, known, options);
            }
            else if (argument.Length > 1 && argument[0] == '-')
            {
                error = TakeShort(argument, arguments, ref at, known, options);
            }
            else
            {
                operands.Add(argument);
            }

            if (error is not null)
            {
                return new GivenLine(options, operands, error);
            }
        }

        return new GivenLine(options, operands, null);
    }

    private static string? TakeLong(
        string text, IReadOnlyList<string> arguments, ref int at, IReadOnlyList<OptionSpec> known, List<GivenOption> options)
    {
        var equals = text.IndexOf('=');
        var word = equals < 0 ? text : text[..equals];
        var value = equals < 0 ? null : text[(equals + 1)..];
        var found = known.Where(option => option.Long.Length > 0 && option.Long.StartsWith(word, StringComparison.Ordinal)).ToArray();
        if (Array.Find(found, option => option.Long == word) is { } exact)
        {
            found = [exact];
        }

        if (found.Length != 1)
        {
            return found.Length == 0
                ? $"unrecognized option '--{word}'"
                : $"option '--{word}' is ambiguous; possibilities: {string.Join(' ', found.Select(option => $"'--{option.Long}'"))}";
        }

        var option = found[0];
        if (value is not null && option.Argument == OptionArgument.None)
        {
            return $"option '--{option.Long}' doesn't allow an argument";
        }

        if (value is null && option.Argument == OptionArgument.Required)
        {
            if (at + 1 == arguments.Count)
            {
                return $"option '--{option.Long}' requires an argument";
            }

            value = arguments[++at];
        }

        options.Add(new GivenOption(option.Id, value));
        return null;
    }

    private static string? TakeShort(
        string letters, IReadOnlyList<string> arguments, ref int at, IReadOnlyList<OptionSpec> known, List<GivenOption> options)
    {
        for (var i = 1; i < letters.Length; i++)
        {
            var letter = letters[i];
            if (known.FirstOrDefault(one => one.Short == letter) is not { } option)
            {
                return $"invalid option -- '{letter}'";
            }

            var rest = letters[(i + 1)..];
            if (option.Argument == OptionArgument.None)
            {
                options.Add(new GivenOption(option.Id, null));
                continue;
            }

            if (rest.Length == 0 && option.Argument == OptionArgument.Required)
            {
                if (at + 1 == arguments.Count)
                {
                    return $"option requires an argument -- '{letter}'";
                }

                rest = arguments[++at];
            }
            else if (rest.Length == 0)
            {
                rest = null;
            }

            options.Add(new GivenOption(option.Id, rest));
            break;
        }

        return null;
    }
}
