using System.Text.RegularExpressions;

namespace Imara.Tests.Shared;

/// <summary>A command of a guide.</summary>
/// <param name="Text">What is typed.</param>
/// <param name="FirstLine">Index of the first line of the output in the page.</param>
/// <param name="Output">What it prints; a line <c>...</c> stands for any lines, and the id of a key for that of the one made here.</param>
internal sealed partial record GuideCommand(string Text, int FirstLine, IReadOnlyList<string> Output)
{
    /// <summary>True if <paramref name="actual"/> is what the guide says.</summary>
    public bool Prints(IReadOnlyList<string> actual) => Fits(Output, 0, actual, 0);

    private static string WithoutKeyIds(string line) => KeyId().Replace(line, "key ID");

    [GeneratedRegex(@"\bkey [0-9a-f]{8}\b")]
    private static partial Regex KeyId();

    private static bool Fits(IReadOnlyList<string> said, int i, IReadOnlyList<string> actual, int j)
    {
        for (; i < said.Count && said[i] != "..."; i++, j++)
        {
            if (j == actual.Count || WithoutKeyIds(said[i]) != WithoutKeyIds(actual[j].TrimEnd()))
            {
                return false;
            }
        }

        return i == said.Count ? j == actual.Count : Enumerable.Range(j, actual.Count - j + 1).Any(next => Fits(said, i + 1, actual, next));
    }
}
