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

    /// <summary>Indexes those <paramref name="rules"/> that <paramref name="isCandidate"/> lets through.</summary>
    public RuleIndex(ImmutableArray<PolicyRule> rules, Func<PolicyRule, bool> isCandidate)
    {
        var lists = new SortedDictionary<IndexedFacts, Dictionary<ulong, List<int>>>();
        for (var i = 0; i < rules.Length; i++)
        {
            if (isCandidate(rules[i]))
            {
                var (facts, hash) = FactsOf(rules[i]);
                var table = lists.TryGetValue(facts, out var known) ? known : lists[facts] = [];
                (table.TryGetValue(hash, out var list) ? list : table[hash] = []).Add(i);
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
        var count = 0;
        foreach (var group in groups)
        {
            var start = group.Find(e);
            if (start >= 0)
            {
                starts[count++] = start;
            }
        }

        return count;
    }

    /// <summary>The key of a text; never the same for texts of different content within what a 64-bit hash can promise.</summary>
    public static ulong HashOf(ByteString text)
    {
        var hash = (ulong)text.Length;
        foreach (var value in text.Span)
        {
            hash = Mix(hash, value);
        }

        return hash;
    }

    /// <summary>Adds one value to a key.</summary>
    public static ulong Mix(ulong hash, ulong value)
    {
        hash = (hash ^ value) * 0x9E3779B97F4A7C15;
        return hash ^ (hash >> 29);
    }

    // The order of the values is that of RuleGroup.KeyOf.
    private static (IndexedFacts Facts, ulong Hash) FactsOf(PolicyRule rule)
    {
        var facts = IndexedFacts.None;
        var hash = 0UL;
        Add(IndexedFacts.FsMagic, rule.FsMagic);
        Add(IndexedFacts.FsName, rule.FsName is { } name ? HashOf(name) : null);
        Add(IndexedFacts.FsUuid, rule.FsUuid is { } uuid ? uuid.High ^ uuid.Low : null);
        Add(IndexedFacts.Fowner, ValueOf(rule.Fowner));
        Add(IndexedFacts.Fgroup, ValueOf(rule.Fgroup));
        Add(IndexedFacts.Uid, ValueOf(rule.Uid));
        return (facts, hash);

        void Add(IndexedFacts fact, ulong? value)
        {
            if (value is { } known)
            {
                facts |= fact;
                hash = Mix(hash, known);
            }
        }
    }

    private static ulong? ValueOf(IdCondition? condition) => condition is { Operator: IdOperator.Equal } id ? id.Value : null;
}
