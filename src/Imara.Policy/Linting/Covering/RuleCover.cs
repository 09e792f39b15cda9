using Imara.Policy.Kernels;
using Imara.Policy.Rules;

namespace Imara.Policy.Linting.Covering;

/// <summary>Whether every event that matches one rule matches another one too.</summary>
/// <remarks>docs/reference/policy.md 4.2. Sound, not complete: where it says yes it is so.</remarks>
internal static class RuleCover
{
    /// <summary>True for rules that are compared at all; the rest is special or matches nothing.</summary>
    public static bool IsCompared(LintedRule rule) => rule.Reach == Reach.Events && rule.Rule.Func != PolicyFunc.SetxattrCheck && !RuleReach.HasUndefinedLabel(rule.Rule);

    /// <summary>True if <paramref name="wide"/> matches whatever <paramref name="narrow"/> matches; both of one class.</summary>
    public static bool Covers(PolicyRule wide, PolicyRule narrow, KernelProfile kernel)
    {
        if (!IsFuncCovered(wide, narrow, kernel))
        {
            return false;
        }

        if (RuleReach.IsGidIgnored(narrow))
        {
            return Implies(narrow.Uid, wide.Uid) && IsSubset(narrow.Keyrings, wide.Keyrings) && IsSubset(narrow.Labels, wide.Labels);
        }

        return IsMaskCovered(MaskOf(wide), narrow)
            && (wide.FsMagic is null || wide.FsMagic == narrow.FsMagic)
            && (wide.FsName is null || wide.FsName == narrow.FsName)
            && (wide.FsSubtype is null || wide.FsSubtype == narrow.FsSubtype)
            && (wide.FsUuid is null || wide.FsUuid == narrow.FsUuid)
            && Implies(narrow.Uid, wide.Uid) && Implies(narrow.Euid, wide.Euid) && Implies(narrow.Gid, wide.Gid) && Implies(narrow.Egid, wide.Egid)
            && Implies(narrow.Fowner, wide.Fowner) && Implies(narrow.Fgroup, wide.Fgroup)
            && AreLabelsCovered(wide, narrow);
    }

    /// <summary>The mask of a rule where it says more than its func.</summary>
    public static MaskCondition? MaskOf(PolicyRule rule) => rule.Mask is { } mask && RuleReach.MaskOf(rule.Func) != mask.Mask ? mask : null;

    /// <summary>True if a rule of func <paramref name="wide"/> is asked wherever the other is.</summary>
    private static bool IsFuncCovered(PolicyRule wide, PolicyRule narrow, KernelProfile kernel)
    {
        if (wide.Func == narrow.Func)
        {
            return true;
        }

        // 4.2, 2: a rule without func does not match buffers.
        return wide.Func == PolicyFunc.None && !RuleReach.IsGidIgnored(narrow) && !RuleReach.IsDirectWriteMatched(narrow, kernel);
    }

    private static bool IsMaskCovered(MaskCondition? wide, PolicyRule narrow)
    {
        if (wide is not { } mask)
        {
            return true;
        }

        // A func that is asked about one access only is as good as a mask.
        var only = RuleReach.MaskOf(narrow.Func);
        if (only != AccessMask.None)
        {
            return mask.Mask == only;
        }

        return narrow.Mask is { } own && own.Mask == mask.Mask && (mask.AnyOf || !own.AnyOf);
    }

    private static bool Implies(IdCondition? narrow, IdCondition? wide)
    {
        if (wide is not { } w)
        {
            return true;
        }

        if (narrow is not { } n)
        {
            return false;
        }

        return w.Operator switch
        {
            IdOperator.Greater => n.Operator switch { IdOperator.Equal => n.Value > w.Value, IdOperator.Greater => n.Value >= w.Value, _ => false },
            IdOperator.Less => n.Operator switch { IdOperator.Equal => n.Value < w.Value, IdOperator.Less => n.Value <= w.Value, _ => false },
            _ => n == w,
        };
    }

    private static bool IsSubset(IReadOnlyCollection<ByteString> narrow, IReadOnlyCollection<ByteString> wide) =>
        wide.Count == 0 || (narrow.Count > 0 && narrow.All(wide.Contains));

    private static bool AreLabelsCovered(PolicyRule wide, PolicyRule narrow)
    {
        foreach (var condition in wide.Lsm)
        {
            if (!narrow.Lsm.Contains(condition))
            {
                return false;
            }
        }

        return true;
    }
}
