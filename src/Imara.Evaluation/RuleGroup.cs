using System.Numerics;

namespace Imara.Evaluation;

/// <summary>The rules that compare one set of facts for equality: an open-addressing table from the key of the values to a list of rules.</summary>
internal sealed class RuleGroup
{
    private const int Empty = -1;
    private readonly IndexedFacts facts;
    private readonly ulong[] keys;
    private readonly int[] starts;
    private readonly int mask;

    /// <summary>Puts the lists behind one another into <paramref name="pool"/>.</summary>
    public RuleGroup(IndexedFacts facts, Dictionary<ulong, List<int>> lists, List<int> pool)
    {
        this.facts = facts;
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)lists.Count * 2);
        keys = new ulong[size];
        starts = new int[size];
        Array.Fill(starts, Empty);
        mask = size - 1;
        foreach (var (key, list) in lists)
        {
            var slot = (int)key & mask;
            while (starts[slot] != Empty)
            {
                slot = (slot + 1) & mask;
            }

            keys[slot] = key;
            starts[slot] = pool.Count;
            pool.AddRange(list);
            pool.Add(RuleIndex.End);
        }
    }

    /// <summary>Where the list for an event starts; negative if there is none.</summary>
    public int Find(in PolicyEvent e)
    {
        var key = 0UL;
        if (facts != IndexedFacts.None && !TryKeyOf(e, ref key))
        {
            return Empty;
        }

        var slot = (int)key & mask;
        while (starts[slot] != Empty)
        {
            if (keys[slot] == key)
            {
                return starts[slot];
            }

            slot = (slot + 1) & mask;
        }

        return Empty;
    }

    private bool TryKeyOf(in PolicyEvent e, ref ulong key)
    {
        if ((facts & ~IndexedFacts.Uid) != 0)
        {
            if (e.File is not { } file)
            {
                return false;
            }

            if ((facts & IndexedFacts.FsMagic) != 0)
            {
                key = RuleIndex.Mix(key, file.FsMagic);
            }

            if ((facts & IndexedFacts.FsName) != 0)
            {
                key = RuleIndex.Mix(key, file.FsNameHash);
            }

            if ((facts & IndexedFacts.FsUuid) != 0)
            {
                key = RuleIndex.Mix(key, file.FsUuid.High ^ file.FsUuid.Low);
            }

            if ((facts & IndexedFacts.Fowner) != 0)
            {
                key = RuleIndex.Mix(key, file.Fowner);
            }

            if ((facts & IndexedFacts.Fgroup) != 0)
            {
                key = RuleIndex.Mix(key, file.Fgroup);
            }
        }

        if ((facts & IndexedFacts.Uid) != 0)
        {
            key = RuleIndex.Mix(key, e.Creds.Uid);
        }

        return true;
    }
}
