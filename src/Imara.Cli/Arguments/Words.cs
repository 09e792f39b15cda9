namespace Imara.Cli.Arguments;

/// <summary>Lists in sentences.</summary>
internal static class Words
{
    /// <summary><c>a, b and c</c>.</summary>
    /// <param name="words">The words.</param>
    /// <param name="last">What stands before the last one.</param>
    public static string List(IReadOnlyList<string> words, string last) =>
        words.Count < 2 ? string.Concat(words) : $"{string.Join(", ", words.Take(words.Count - 1))} {last} {words[^1]}";
}
