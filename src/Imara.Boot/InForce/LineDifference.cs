using System.Collections.Immutable;

namespace Imara.Boot.InForce;

/// <summary>The lines that one text has and another has not, in order.</summary>
/// <param name="OnlyIntended">Lines that only the first has, with their index.</param>
/// <param name="OnlyLive">Lines that only the second has, with their index.</param>
public sealed record LineDifference(ImmutableArray<(int Index, ByteString Line)> OnlyIntended, ImmutableArray<(int Index, ByteString Line)> OnlyLive)
{
    // Beyond this the middle parts are told whole.
    private const long MostCells = 16_000_000;

    /// <summary>True if there is no difference.</summary>
    public bool IsSame => OnlyIntended.IsEmpty && OnlyLive.IsEmpty;

    /// <summary>Compares two texts: the fewest lines that have to go and to come.</summary>
    public static LineDifference Of(ImmutableArray<ByteString> intended, ImmutableArray<ByteString> live)
    {
        var start = 0;
        while (start < intended.Length && start < live.Length && intended[start] == live[start])
        {
            start++;
        }

        var (endA, endB) = (intended.Length, live.Length);
        while (endA > start && endB > start && intended[endA - 1] == live[endB - 1])
        {
            (endA, endB) = (endA - 1, endB - 1);
        }

        var onlyA = ImmutableArray.CreateBuilder<(int, ByteString)>();
        var onlyB = ImmutableArray.CreateBuilder<(int, ByteString)>();
        var common = Common(intended[start..endA], live[start..endB]);
        var (a, b) = (start, start);
        foreach (var (inA, inB) in common.Append((endA - start, endB - start)))
        {
            for (; a < start + inA; a++)
            {
                onlyA.Add((a, intended[a]));
            }

            for (; b < start + inB; b++)
            {
                onlyB.Add((b, live[b]));
            }

            (a, b) = (a + 1, b + 1);
        }

        return new LineDifference(onlyA.ToImmutable(), onlyB.ToImmutable());
    }

    // The longest common subsequence, as pairs of indices.
    private static List<(int A, int B)> Common(ImmutableArray<ByteString> first, ImmutableArray<ByteString> second)
    {
        var pairs = new List<(int, int)>();
        if ((long)(first.Length + 1) * (second.Length + 1) > MostCells)
        {
            return pairs;
        }

        var longest = new int[first.Length + 1, second.Length + 1];
        for (var i = first.Length - 1; i >= 0; i--)
        {
            for (var j = second.Length - 1; j >= 0; j--)
            {
                longest[i, j] = first[i] == second[j] ? longest[i + 1, j + 1] + 1 : Math.Max(longest[i + 1, j], longest[i, j + 1]);
            }
        }

        for (int i = 0, j = 0; i < first.Length && j < second.Length;)
        {
            if (first[i] == second[j])
            {
                pairs.Add((i++, j++));
            }
            else if (longest[i + 1, j] >= longest[i, j + 1])
            {
                i++;
            }
            else
            {
                j++;
            }
        }

        return pairs;
    }
}
