using System.Collections.Immutable;
using Imara.Policy.Rules;

namespace Imara.Evaluation;

/// <summary>Finds the rules of one func that can match an event, without looking at the others.</summary>
/// <remarks>
/// The rules are grouped by which of a few cheap facts they compare for equality; in each group one hash table leads from the values to the rules.
/// A look-up may return a rule that does not match, never miss one that does.
/// </remarks>
internal sealed class RuleIndex
{
    /// <summary>The most groups there can be: one for each set of facts.</summary>
    public const int MaxGroups = 64;

    /// <summary>What ends a list in <see cref="Pool"/>; greater than every rule index.</summary>
    public const int End = int.MaxValue;

    private readonly RuleGroup[] groups;
    private readonly int[] pool;
    private readonly IndexedFacts wanted;

    /// <summary>Indexes those <paramref name="rules"/> that <paramref name="isCandidate"/> lets through.</summary>
    public RuleIndex(ImmutableArray<PolicyRule> rules, Func<PolicyRule, bool> isCandidate)
    {
        var lists = new SortedDictionary<IndexedFacts, Dictionary<ulong, List<int>>>();
        for (var i = 0; i < rules.Length; i++)
        {
            if (isCandidate(rules[i]))
            {
                var keys = FactKeys.Of(rules[i]);
                var key = keys.Combine(new FactMask(keys.Facts));
                var table = lists.TryGetValue(keys.Facts, out var known) ? known : lists[keys.Facts] = [];
                (table.TryGetValue(key, out var list) ? list : table[key] = []).Add(i);
                wanted |= keys.Facts;
            }
        }

        var indices = new List<int>();
        groups = [.. lists.Select(pair => new RuleGroup(pair.Key, pair.Value, indices))];
        pool = [.. indices];
    }

    /// <summary>The lists of rule indices, ascending, each ended by <see cref="End"/>.</summary>
    public ReadOnlySpan<int> Pool => pool;

    /// <summary>Writes where in <see cref="Pool"/> a list starts, for each group that has one for this event.</summary>
    /// <returns>The number of lists.</returns>
    public int Find(in PolicyEvent e, Span<int> starts)
    {
        var keys = FactKeys.Of(e, wanted);
        var count = 0;
        foreach (var group in groups)
        {
            if ((group.Facts & ~keys.Facts) == 0)
            {
                var start = group.Find(keys);
                if (start >= 0)
                {
                    starts[count++] = start;
                }
            }
        }

        return count;
    }
}
