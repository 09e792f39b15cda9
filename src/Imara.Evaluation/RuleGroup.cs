using System.Numerics;
using System.Runtime.CompilerServices;

namespace Imara.Evaluation;

/// <summary>The rules that compare one set of facts for equality: an open-addressing table from the key of the values to a list of rules.</summary>
internal sealed class RuleGroup
{
    private const int Empty = -1;
    private readonly Slot[] slots;
    private readonly FactMask mask;

    /// <summary>Puts the lists behind one another into <paramref name="pool"/>.</summary>
    public RuleGroup(IndexedFacts facts, Dictionary<ulong, List<int>> lists, List<int> pool)
    {
        Facts = facts;
        mask = new FactMask(facts);
        slots = new Slot[BitOperations.RoundUpToPowerOf2((uint)lists.Count * 2)];
        Array.Fill(slots, new Slot(0, Empty));
        foreach (var (key, list) in lists)
        {
            var at = (int)key & (slots.Length - 1);
            while (slots[at].Start != Empty)
            {
                at = (at + 1) & (slots.Length - 1);
            }

            slots[at] = new Slot(key, pool.Count);
            pool.AddRange(list);
            pool.Add(RuleIndex.End);
        }
    }

    /// <summary>The facts.</summary>
    public IndexedFacts Facts { get; }

    /// <summary>Where the list for an event starts; negative if there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(in FactKeys keys)
    {
        var key = keys.Combine(mask);
        var table = slots;
        var at = (int)key & (table.Length - 1);
        while (true)
        {
            ref readonly var slot = ref table[at];
            if (slot.Key == key || slot.Start == Empty)
            {
                return slot.Start;
            }

            at = (at + 1) & (table.Length - 1);
        }
    }

    private readonly record struct Slot(ulong Key, int Start);
}
