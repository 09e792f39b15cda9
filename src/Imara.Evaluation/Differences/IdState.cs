using Imara.Policy.Rules;

namespace Imara.Evaluation.Differences;

/// <summary>A user or group id: the ranges that are left, ascending, both ends included.</summary>
internal sealed class IdState : FactState
{
    // 4294967295 stands for "no id"; nobody has it.
    private const uint Max = uint.MaxValue - 1;
    private readonly (uint First, uint Last)[] ranges;

    private IdState((uint First, uint Last)[] ranges) => this.ranges = ranges;

    /// <summary>Every id.</summary>
    public static IdState Any { get; } = new([(0, Max)]);

    /// <summary>True if no value was ruled out.</summary>
    public bool IsAny => ReferenceEquals(this, Any);

    /// <summary>A value that is left: a familiar one if possible.</summary>
    public uint Example => Contains(0) ? 0 : Contains(1000) ? 1000 : ranges[0].First;

    /// <inheritdoc/>
    public override bool? Test(in FactTest test)
    {
        var value = (uint)test.Value.Number;
        var (min, max) = (ranges[0].First, ranges[^1].Last);
        return test.Operator switch
        {
            IdOperator.Greater => min > value ? true : max <= value ? false : null,
            IdOperator.Less => max < value ? true : min >= value ? false : null,
            _ => min == value && max == value ? true : Contains(value) ? null : false,
        };
    }

    /// <inheritdoc/>
    public override FactState Where(in FactTest test, bool holds)
    {
        var value = (uint)test.Value.Number;
        return (test.Operator, holds) switch
        {
            (IdOperator.Equal, true) => Within(value, value),
            (IdOperator.Equal, false) => new IdState([.. value == 0 ? [] : Within(0, value - 1).ranges, .. Within(value + 1, Max).ranges]),
            (IdOperator.Greater, true) => Within(value + 1, Max),
            (IdOperator.Greater, false) => Within(0, value),
            (_, true) => Within(0, value - 1),
            (_, false) => Within(value, Max),
        };
    }

    private bool Contains(uint value)
    {
        foreach (var (first, last) in ranges)
        {
            if (value >= first && value <= last)
            {
                return true;
            }
        }

        return false;
    }

    private IdState Within(uint first, uint last)
    {
        var left = new List<(uint, uint)>();
        foreach (var range in ranges)
        {
            if (range.First <= last && range.Last >= first)
            {
                left.Add((Math.Max(range.First, first), Math.Min(range.Last, last)));
            }
        }

        return new IdState([.. left]);
    }
}
