using System.Numerics;
using System.Runtime.CompilerServices;
using Imara.Policy.Rules;

namespace Imara.Policy.Linting.Covering;

/// <summary>The conditions of a rule as a shape and one number for each value that is compared for equality.</summary>
internal struct RuleFacts
{
    private const int FirstId = 4;
    private const int FirstLabel = 10;
    private const int Items = 16;
    private const int Count = 17;

    private Values values;

    public RuleFacts(PolicyRule rule)
    {
        uint equal = 0;
        byte above = 0;
        byte below = 0;
        Take(0, rule.FsMagic?.GetHashCode(), ref equal);
        Take(1, rule.FsName?.GetHashCode(), ref equal);
        Take(2, rule.FsSubtype?.GetHashCode(), ref equal);
        Take(3, rule.FsUuid?.GetHashCode(), ref equal);
        var id = 0;
        foreach (var condition in (ReadOnlySpan<IdCondition?>)[rule.Uid, rule.Euid, RuleReach.IsGidIgnored(rule) ? null : rule.Gid, rule.Egid, rule.Fowner, rule.Fgroup])
        {
            if (condition is { } known)
            {
                Take(FirstId + id, known.Operator == IdOperator.Equal ? (int)known.Value : null, ref equal);
                above |= (byte)(known.Operator == IdOperator.Greater ? 1 << id : 0);
                below |= (byte)(known.Operator == IdOperator.Less ? 1 << id : 0);
            }

            id++;
        }

        foreach (var condition in rule.Lsm)
        {
            Take(FirstLabel + (int)condition.Key, condition.Label.GetHashCode(), ref equal);
        }

        var items = rule.Keyrings.IsEmpty ? rule.Labels : rule.Keyrings;
        if (!items.IsEmpty)
        {
            // The order of a list says nothing.
            var sum = 0;
            foreach (var item in items)
            {
                sum += item.GetHashCode();
            }

            Take(Items, sum, ref equal);
        }

        Shape = new RuleShape(rule.Class, rule.Func, RuleCover.MaskOf(rule), equal, above, below);
    }

    /// <summary>The conditions without their values.</summary>
    public readonly RuleShape Shape { get; }

    /// <summary>The ids that have this limit, or are compared for equality and so have any.</summary>
    public readonly byte Limited(byte limits) => (byte)(limits | (Shape.Equal >> FirstId));

    /// <summary>One number for the values of the facts in <paramref name="equal"/>.</summary>
    public readonly int HashOf(uint equal)
    {
        var hash = (int)equal;
        for (; equal != 0; equal &= equal - 1)
        {
            hash = (hash * -1640531535) ^ values[BitOperations.TrailingZeroCount(equal)];
        }

        return hash;
    }

    /// <summary>The facts as they would be with a list of this one item.</summary>
    public readonly RuleFacts ForItem(ByteString item)
    {
        var copy = this;
        copy.values[Items] = item.GetHashCode();
        return copy;
    }

    private void Take(int fact, int? value, ref uint equal)
    {
        if (value is { } known)
        {
            values[fact] = known;
            equal |= 1u << fact;
        }
    }

    [InlineArray(Count)]
    private struct Values
    {
        private int first;
    }
}
