using System.CommandLine;
using Imara.Policy.Parsing;

namespace Imara.Cli.Arguments;

/// <summary>What is said of an option that a verb does not have.</summary>
internal static class OptionAdvice
{
    private const int ShortestBeginning = 4;

    /// <summary>One sentence: that there is none, and the one probably meant or the way to name such a file.</summary>
    /// <param name="command">The command.</param>
    /// <param name="path">What the user typed to reach it.</param>
    /// <param name="word">What was typed for an option.</param>
    public static string For(Command command, string path, string word)
    {
        var name = OptionNames.NameIn(word, out _);
        var sentence = $"`{ArgumentText.Show(name)}` is no option of `{path}`";
        return Meant(command, name) is { } meant ? $"{sentence}; did you mean `{meant}`?"
            : command.Subcommands.Count > 0 ? $"{sentence}; the options of a verb stand behind it"
            : command.Arguments.Count == 0 ? sentence
            : command.Arguments.Any(argument => argument.Name == "COMMAND") ? $"{sentence}; the command and its options stand behind `--`"
            : $"{sentence}; a file of that name is `./{ArgumentText.Show(word)}`";
    }

    private static string? Meant(Command command, string name)
    {
        var names = command.Options.Where(option => !option.Hidden).SelectMany(option => option.Aliases.Prepend(option.Name)).ToList();
        return names.Find(known => string.Equals(known, name, StringComparison.OrdinalIgnoreCase))
            ?? (name.Length >= ShortestBeginning ? Only(names.Where(known => known.StartsWith(name, StringComparison.OrdinalIgnoreCase))) : null)
            ?? Nearest.To(name, names.Where(known => known.StartsWith("--", StringComparison.Ordinal)));
    }

    private static string? Only(IEnumerable<string> names) => names.Take(2).ToList() is [var one] ? one : null;
}
