namespace Imara.Policy.Rules;

/// <summary>A set of hash algorithms.</summary>
/// <param name="Bits">Bit n stands for the algorithm with id n.</param>
public readonly record struct HashAlgoSet(uint Bits)
{
    /// <summary>Every algorithm of the kernel's table.</summary>
    public static HashAlgoSet All { get; } = Of([.. HashAlgos.All]);

    /// <summary>True if nothing is in the set.</summary>
    public bool IsEmpty => Bits == 0;

    /// <summary>The set of the given algorithms.</summary>
    public static HashAlgoSet Of(params ReadOnlySpan<HashAlgo> algos)
    {
        var bits = 0u;
        foreach (var algo in algos)
        {
            bits |= 1u << (int)algo;
        }

        return new HashAlgoSet(bits);
    }

    /// <summary>True if <paramref name="algo"/> is in the set.</summary>
    public bool Contains(HashAlgo algo) => (Bits & (1u << (int)algo)) != 0;

    /// <summary>The set with <paramref name="algo"/> in it.</summary>
    public HashAlgoSet With(HashAlgo algo) => new(Bits | (1u << (int)algo));

    /// <summary>What is in one of the sets.</summary>
    public HashAlgoSet Union(HashAlgoSet other) => new(Bits | other.Bits);

    /// <summary>What is in this set and not in <paramref name="other"/>.</summary>
    public HashAlgoSet Except(HashAlgoSet other) => new(Bits & ~other.Bits);

    /// <summary>The kernel's names in the order of their ids, separated by commas.</summary>
    public override string ToString()
    {
        var set = this;
        return string.Join(',', HashAlgos.All.Where(set.Contains).Select(HashAlgos.NameOf));
    }
}
