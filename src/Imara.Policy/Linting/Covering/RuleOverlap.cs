using Imara.Policy.Rules;

namespace Imara.Policy.Linting.Covering;

/// <summary>Whether two rules can match the same thing, as far as their conditions tell. Where it says no it is so, but for labels: two texts count as two labels.</summary>
internal static class RuleOverlap
{
    /// <summary>True if one event may match both.</summary>
    public static bool OfEvents(PolicyRule left, PolicyRule right) =>
        (left.Func == right.Func || left.Func == PolicyFunc.None || right.Func == PolicyFunc.None)
        && !IsBuffer(left) && !IsBuffer(right) && MayMeet(left, right) && TasksMayMeet(left, right) && OfFiles(left, right);

    /// <summary>True if one file may match both, at whatever events.</summary>
    public static bool OfFiles(PolicyRule left, PolicyRule right) =>
        Same(left.FsMagic, right.FsMagic) && Same(left.FsName, right.FsName) && Same(left.FsSubtype, right.FsSubtype) && Same(left.FsUuid, right.FsUuid)
        && MayMeet(left.Fowner, right.Fowner) && MayMeet(left.Fgroup, right.Fgroup) && LabelsMayMeet(left, right);

    private static bool IsBuffer(PolicyRule rule) => rule.Func is PolicyFunc.KeyCheck or PolicyFunc.CriticalData or PolicyFunc.SetxattrCheck or PolicyFunc.KexecCmdline;

    // euid and egid compare several ids of a task: two values may both be met.
    private static bool TasksMayMeet(PolicyRule left, PolicyRule right) => MayMeet(left.Uid, right.Uid) && MayMeet(left.Gid, right.Gid);

    private static bool MayMeet(PolicyRule left, PolicyRule right)
    {
        var leftMask = MaskOf(left);
        var rightMask = MaskOf(right);
        if (leftMask is not { } l || rightMask is not { } r)
        {
            return true;
        }

        return l.Mask == r.Mask || (l.AnyOf && r.AnyOf);
    }

    private static MaskCondition? MaskOf(PolicyRule rule) =>
        RuleReach.MaskOf(rule.Func) is var only and not AccessMask.None ? new MaskCondition(only, AnyOf: false) : rule.Mask;

    private static bool Same<T>(T? left, T? right)
        where T : struct, IEquatable<T> => left is not { } l || right is not { } r || l.Equals(r);

    private static bool MayMeet(IdCondition? left, IdCondition? right)
    {
        if (left is not { } l || right is not { } r)
        {
            return true;
        }

        var (leftFrom, leftTo) = RangeOf(l);
        var (rightFrom, rightTo) = RangeOf(r);
        return Math.Max(leftFrom, rightFrom) <= Math.Min(leftTo, rightTo);
    }

    private static (long From, long To) RangeOf(IdCondition condition) => condition.Operator switch
    {
        IdOperator.Greater => (condition.Value + 1L, uint.MaxValue),
        IdOperator.Less => (0, condition.Value - 1L),
        _ => (condition.Value, condition.Value),
    };

    private static bool LabelsMayMeet(PolicyRule left, PolicyRule right)
    {
        foreach (var one in left.Lsm)
        {
            foreach (var other in right.Lsm)
            {
                if (one.Key == other.Key && one.Label != other.Label)
                {
                    return false;
                }
            }
        }

        return true;
    }
}
