using System.Buffers;

namespace Imara.Policy.Parsing;

/// <summary>Finds the word somebody probably meant.</summary>
public static class Nearest
{
    private const int MinLength = 3;
    private const string FuncSuffix = "_CHECK";
    private static readonly SearchValues<char> WordCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");

    /// <summary>The candidate with the fewest edits to <paramref name="word"/>, if they are few for its length; else null.</summary>
    /// <param name="word">What was written.</param>
    /// <param name="candidates">What could have been meant.</param>
    public static string? To(string word, IEnumerable<string> candidates)
    {
        string? best = null;
        word = TrimPunctuation(word);
        if (word.Length < MinLength || word.AsSpan().ContainsAnyExcept(WordCharacters))
        {
            return null;
        }

        // What all funcs end in tells none from another.
        var telling = word.EndsWith(FuncSuffix, StringComparison.OrdinalIgnoreCase) ? word.Length - FuncSuffix.Length : word.Length;
        var bestDistance = Math.Max(1, telling / 3) + 1;
        foreach (var candidate in candidates)
        {
            if (Math.Abs(word.Length - candidate.Length) >= bestDistance)
            {
                continue;
            }

            var distance = Distance(word, candidate);
            if (distance < bestDistance)
            {
                bestDistance = distance;
                best = candidate;
            }
        }

        return best;
    }

    private static string TrimPunctuation(string word)
    {
        var first = word.AsSpan().IndexOfAny(WordCharacters);
        return first < 0 ? string.Empty : word[first..(word.AsSpan().LastIndexOfAny(WordCharacters) + 1)];
    }

    // Levenshtein on one row, ignoring case: words here have at most a few dozen of the characters above, of which one bit tells the case.
    private static int Distance(string left, string right)
    {
        if (left.Length > 64)
        {
            return int.MaxValue;
        }

        Span<int> row = stackalloc int[right.Length + 1];
        for (var j = 0; j <= right.Length; j++)
        {
            row[j] = j;
        }

        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var substitution = diagonal + ((left[i - 1] | 0x20) == (right[j - 1] | 0x20) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substitution, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[right.Length];
    }
}
