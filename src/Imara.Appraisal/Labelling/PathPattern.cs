using System.Diagnostics.CodeAnalysis;

namespace Imara.Appraisal.Labelling;

/// <summary>A pattern for paths: <c>*</c> and <c>?</c> within a name, <c>**</c> across names, <c>[a-z]</c> and <c>[!a-z]</c>, <c>\</c> before a character taken as it is.</summary>
/// <remarks>Without a slash it is held against the last name, with one against the whole path below the root. Bytes, not characters.</remarks>
public sealed class PathPattern
{
    private const int MaxLength = 4096;
    private readonly byte[] pattern;
    private readonly bool isName;

    private PathPattern(byte[] pattern, bool isName)
    {
        this.pattern = pattern;
        this.isName = isName;
    }

    /// <summary>Reads a pattern.</summary>
    /// <param name="text">The pattern; a slash at its start only says that it is one for the whole path.</param>
    /// <param name="pattern">The pattern.</param>
    /// <param name="error">What is wrong with it, and where.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, [NotNullWhen(true)] out PathPattern? pattern, out FormatError error)
    {
        pattern = null;
        error = default;
        if (text.IsEmpty || text.Length > MaxLength)
        {
            error = new FormatError(0, text.IsEmpty ? "an empty pattern" : $"a pattern of more than {MaxLength} bytes");
            return false;
        }

        for (var i = 0; i < text.Length; i++)
        {
            var start = i;
            if (text[i] == '\\' && ++i == text.Length)
            {
                error = new FormatError(start, "nothing follows the backslash");
                return false;
            }

            if (i == start && text[i] == '[' && !TrySkipSet(text, ref i))
            {
                error = new FormatError(start, "the bracket is not closed");
                return false;
            }
        }

        pattern = new PathPattern(text.TrimStart((byte)'/').ToArray(), isName: !text.Contains((byte)'/'));
        return true;
    }

    /// <summary>True if the path matches.</summary>
    /// <param name="below">The path below the root, without a slash at its start.</param>
    public bool Matches(ReadOnlySpan<byte> below) => Matches(pattern, isName ? below[(below.LastIndexOf((byte)'/') + 1)..] : below);

    // Goes back to the last star only; a star of the path kind stays behind one of the name kind.
    private static bool Matches(ReadOnlySpan<byte> pattern, ReadOnlySpan<byte> text)
    {
        int p = 0, t = 0, nameStar = -1, nameFrom = 0, pathStar = -1, pathFrom = 0;
        while (true)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                if (p + 1 < pattern.Length && pattern[p + 1] == '*')
                {
                    // `**/` also stands for no directory at all.
                    p += p + 2 < pattern.Length && pattern[p + 2] == '/' && (p == 0 || pattern[p - 1] == '/') ? 3 : 2;
                    (pathStar, pathFrom, nameStar) = (p, t, -1);
                }
                else
                {
                    (nameStar, nameFrom) = (++p, t);
                }

                continue;
            }

            if (t == text.Length && p == pattern.Length)
            {
                return true;
            }

            if (t < text.Length && p < pattern.Length && TryStep(pattern, ref p, text[t]))
            {
                t++;
            }
            else if (nameStar >= 0 && nameFrom < text.Length && text[nameFrom] != '/')
            {
                (p, t) = (nameStar, ++nameFrom);
            }
            else if (pathStar >= 0 && pathFrom < text.Length)
            {
                // What `**/` passes over ends at a slash.
                var afterSlash = pattern[pathStar - 1] == '/';
                var rest = text[pathFrom..];
                var step = afterSlash ? rest.IndexOf((byte)'/') + 1 : 1;
                if (step == 0)
                {
                    return false;
                }

                pathFrom += step;
                (p, t, nameStar) = (pathStar, pathFrom, -1);
            }
            else
            {
                return false;
            }
        }
    }

    private static bool TryStep(ReadOnlySpan<byte> pattern, ref int p, byte value)
    {
        switch (pattern[p])
        {
            case (byte)'?' when value != '/':
                p++;
                return true;
            case (byte)'?':
                return false;
            case (byte)'[':
                var end = p;
                _ = TrySkipSet(pattern, ref end);
                if (value == '/' || !IsInSet(pattern[(p + 1)..end], value))
                {
                    return false;
                }

                p = end + 1;
                return true;
            case (byte)'\\':
                if (pattern[p + 1] != value)
                {
                    return false;
                }

                p += 2;
                return true;
            default:
                if (pattern[p] != value)
                {
                    return false;
                }

                p++;
                return true;
        }
    }

    // From the bracket that opens to the one that closes; one right behind the opening or the `!` is a member.
    private static bool TrySkipSet(ReadOnlySpan<byte> text, ref int at)
    {
        var first = at + 1 < text.Length && text[at + 1] is (byte)'!' or (byte)'^' ? at + 2 : at + 1;
        var close = first + 1 <= text.Length ? text[Math.Min(first + 1, text.Length)..].IndexOf((byte)']') : -1;
        at = close < 0 ? at : first + 1 + close;
        return close >= 0;
    }

    private static bool IsInSet(ReadOnlySpan<byte> set, byte value)
    {
        var negated = set[0] is (byte)'!' or (byte)'^';
        set = negated ? set[1..] : set;
        var isIn = false;
        for (var i = 0; i < set.Length; i++)
        {
            if (i + 2 < set.Length && set[i + 1] == '-')
            {
                isIn |= value >= set[i] && value <= set[i + 2];
                i += 2;
            }
            else
            {
                isIn |= value == set[i];
            }
        }

        return isIn != negated;
    }
}
