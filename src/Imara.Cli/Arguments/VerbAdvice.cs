using System.CommandLine;
using Imara.Policy.Parsing;

namespace Imara.Cli.Arguments;

/// <summary>What is said of a verb that there is not.</summary>
internal static class VerbAdvice
{
    // Words that other tools have for what a verb here does.
    private static readonly (string Word, string Verb)[] OtherWords =
    [
        ("lint", "check"), ("validate", "check"), ("fmt", "format"), ("print", "canonical"), ("match", "decide"), ("create", "generate"), ("new", "generate"),
        ("import-key", "import"), ("remove", "clear"), ("delete", "clear"), ("compare", "diff"), ("info", "show"), ("dump", "show"), ("measure", "hash"),
    ];

    /// <summary>The verb probably meant, or where the verbs are listed.</summary>
    /// <param name="group">The command whose verb was looked for.</param>
    /// <param name="path">What the user typed to reach it.</param>
    /// <param name="word">What was typed for a verb.</param>
    public static string For(Command group, string path, string word)
    {
        var names = group.Subcommands.Select(below => below.Name).ToList();
        if (Find(names, word) is { } name)
        {
            return $"did you mean `{path} {name}`?";
        }

        // At the top also a verb of a group, such as `check`.
        var below = group.Subcommands.Where(child => child.Subcommands.Any(verb => verb.Name == word)).Select(child => $"`{path} {child.Name} {word}`").ToList();
        return below.Count > 0 ? $"did you mean {Words.List(below, "or")}?" : $"`{path}` has {Words.List(names, "and")}";
    }

    private static string? Find(List<string> names, string word)
    {
        var other = Array.Find(OtherWords, pair => string.Equals(pair.Word, word, StringComparison.OrdinalIgnoreCase)).Verb;
        return other is not null && names.Contains(other) ? other : Nearest.To(word, names);
    }
}
