using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Imara.Policy.Kernels;
using Imara.Policy.Rules;

namespace Imara.Policy.Linting.Covering;

/// <summary>Finds for each rule an earlier one of its class that covers it, without comparing all pairs.</summary>
/// <remarks>
/// Earlier rules lie in one table for each shape, under the values they compare for equality. A rule looks into the tables whose shapes are a part of its own,
/// under its own values of those facts; what it finds there differs in ranges and lists only. Tables and their cells are capped: a cover may be missed, never made up.
/// </remarks>
internal sealed class CoverSearch
{
    private const int MaxShapes = 1024;
    private const int MaxCell = 8;
    private const int MaxItems = 16;

    private readonly KernelProfile kernel;
    private readonly ImmutableArray<LintedRule> rules;
    private readonly Dictionary<RuleShape, Dictionary<int, List<int>>> tables = [];
    private readonly Dictionary<(ActionClass, PolicyFunc), List<(RuleShape Shape, Dictionary<int, List<int>> Cells)>> byFunc = [];

    private CoverSearch(ImmutableArray<LintedRule> rules, KernelProfile kernel)
    {
        this.rules = rules;
        this.kernel = kernel;
    }

    /// <summary>The position of a covering rule for each rule; -1 where none was found.</summary>
    public static int[] Find(ImmutableArray<LintedRule> rules, KernelProfile kernel)
    {
        var search = new CoverSearch(rules, kernel);
        var covers = new int[rules.Length];
        for (var i = 0; i < rules.Length; i++)
        {
            covers[i] = -1;
            if (RuleCover.IsCompared(rules[i]))
            {
                var facts = new RuleFacts(rules[i].Rule);
                covers[i] = search.CoverOf(i, facts);
                if (covers[i] < 0)
                {
                    search.Add(i, facts);
                }
            }
        }

        return covers;
    }

    // The earliest of those found: it is the one that decides.
    private int CoverOf(int index, in RuleFacts facts)
    {
        var rule = rules[index].Rule;
        var found = FirstOf(rule, facts, PolicyFunc.None, -1);
        return rule.Func == PolicyFunc.None ? found : FirstOf(rule, facts, rule.Func, found);
    }

    private int FirstOf(PolicyRule rule, in RuleFacts facts, PolicyFunc func, int found)
    {
        if (!byFunc.TryGetValue((rule.Class, func), out var shapes))
        {
            return found;
        }

        foreach (ref readonly var entry in CollectionsMarshal.AsSpan(shapes))
        {
            if (!entry.Shape.MayCover(facts) || !entry.Cells.TryGetValue(facts.HashOf(entry.Shape.Equal), out var cell))
            {
                continue;
            }

            foreach (var candidate in cell)
            {
                if ((found < 0 || candidate < found) && RuleCover.Covers(rules[candidate].Rule, rule, kernel))
                {
                    found = candidate;
                }
            }
        }

        return found;
    }

    // A rule that covers others of its cell stands for them: what they cover, it covers.
    private void Add(int index, in RuleFacts facts)
    {
        if (!tables.TryGetValue(facts.Shape, out var cells))
        {
            if (tables.Count == MaxShapes)
            {
                return;
            }

            tables.Add(facts.Shape, cells = []);
            ref var shapes = ref CollectionsMarshal.GetValueRefOrAddDefault(byFunc, (facts.Shape.Class, facts.Shape.Func), out _);
            (shapes ??= []).Add((facts.Shape, cells));
        }

        AddTo(cells, index, facts);

        // A rule with one item of a list is covered by it; a part of several items is not looked for.
        var items = rules[index].Rule.Keyrings.IsEmpty ? rules[index].Rule.Labels : rules[index].Rule.Keyrings;
        for (var i = 0; items.Length > 1 && i < Math.Min(items.Length, MaxItems); i++)
        {
            AddTo(cells, index, facts.ForItem(items[i]));
        }
    }

    private void AddTo(Dictionary<int, List<int>> cells, int index, in RuleFacts facts)
    {
        ref var cell = ref CollectionsMarshal.GetValueRefOrAddDefault(cells, facts.HashOf(facts.Shape.Equal), out _);
        cell ??= new List<int>(1);
        var rule = rules[index].Rule;
        cell.RemoveAll(earlier => RuleCover.Covers(rule, rules[earlier].Rule, kernel));
        if (cell.Count < MaxCell)
        {
            cell.Add(index);
        }
    }
}
