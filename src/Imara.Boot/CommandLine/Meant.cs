using Imara.Policy.Parsing;

namespace Imara.Boot.CommandLine;

/// <summary>Finds the word somebody probably meant; two letters in the wrong order are one mistake.</summary>
internal static class Meant
{
    /// <summary>The candidate; null: none is near.</summary>
    public static string? By(string word, IReadOnlyCollection<string> candidates) =>
        candidates.FirstOrDefault(candidate => IsSwapped(word, candidate)) ?? Nearest.To(word, candidates);

    private static bool IsSwapped(string word, string candidate)
    {
        if (word.Length != candidate.Length)
        {
            return false;
        }

        var at = word.AsSpan().CommonPrefixLength(candidate);
        return at + 1 < word.Length && word[at] == candidate[at + 1] && word[at + 1] == candidate[at] && word.AsSpan(at + 2).SequenceEqual(candidate.AsSpan(at + 2));
    }
}
