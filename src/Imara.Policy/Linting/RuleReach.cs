using Imara.Policy.Kernels;
using Imara.Policy.Rules;

namespace Imara.Policy.Linting;

/// <summary>What func, mask and ids leave of the events a rule may match.</summary>
/// <remarks>docs/reference/policy.md 4.1, 4.2 and 13.</remarks>
internal static class RuleReach
{
    /// <summary>The events left for <paramref name="rule"/>.</summary>
    public static Reach Of(PolicyRule rule, KernelProfile kernel)
    {
        // 4.1: a line written directly is looked at by uid alone.
        if (IsDirectWriteMatched(rule, kernel))
        {
            return IsImpossible(rule.Uid, 0) ? Reach.Nothing : Reach.Events;
        }

        if (HasImpossibleId(rule) || HasUndefinedLabel(rule))
        {
            return Reach.Nothing;
        }

        if (!IsMaskImpossible(rule, kernel))
        {
            return Reach.Events;
        }

        return rule.Class is ActionClass.Appraise or ActionClass.Hash ? Reach.AttributeChanges : Reach.Nothing;
    }

    /// <summary>The one access that a func is asked about; none where it differs from event to event.</summary>
    public static AccessMask MaskOf(PolicyFunc func) => func switch
    {
        PolicyFunc.MmapCheck or PolicyFunc.MmapCheckReqprot or PolicyFunc.BprmCheck or PolicyFunc.CredsCheck => AccessMask.Exec,
        PolicyFunc.ModuleCheck or PolicyFunc.FirmwareCheck or PolicyFunc.KexecKernelCheck or PolicyFunc.KexecInitramfsCheck or PolicyFunc.PolicyCheck => AccessMask.Read,
        _ => AccessMask.None,
    };

    /// <summary>True if no event of the func has such a mask. A direct policy write of 7.3 looks at no mask.</summary>
    public static bool IsMaskImpossible(PolicyRule rule, KernelProfile kernel)
    {
        if (rule.Mask is not { } mask || IsDirectWriteMatched(rule, kernel))
        {
            return false;
        }

        var only = MaskOf(rule.Func);
        return only == AccessMask.None ? mask is { Mask: AccessMask.Append, AnyOf: false } : mask.Mask != only;
    }

    /// <summary>True if rules of this func are asked about lines written to the policy file, by uid alone.</summary>
    public static bool IsDirectWriteMatched(PolicyRule rule, KernelProfile kernel) =>
        rule is { Func: PolicyFunc.PolicyCheck, Class: ActionClass.Measure } && kernel.Has(KernelFeature.PolicyMeasured);

    /// <summary>True if one of the ids compares so that no id can.</summary>
    public static bool HasImpossibleId(PolicyRule rule) =>
        IsImpossible(rule.Uid, 0) || IsImpossible(rule.Euid, 0) || (!IsGidIgnored(rule) && IsImpossible(rule.Gid, 0)) || IsImpossible(rule.Egid, 0)
        || IsImpossible(rule.Fowner, 1) || IsImpossible(rule.Fgroup, 1);

    /// <summary>True for the funcs that take gid and never look at it.</summary>
    public static bool IsGidIgnored(PolicyRule rule) => rule.Func is PolicyFunc.KeyCheck or PolicyFunc.CriticalData;

    /// <summary>True if a label does not resolve. SETXATTR_CHECK looks at no label.</summary>
    public static bool HasUndefinedLabel(PolicyRule rule)
    {
        foreach (var condition in rule.Lsm)
        {
            if (!condition.IsDefined)
            {
                return rule.Func != PolicyFunc.SetxattrCheck;
            }
        }

        return false;
    }

    /// <summary>True if no id compares so; an owner without a mapping has the id 4294967295, which is above all that can be written.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="beyond">How many ids there are above 4294967294.</param>
    public static bool IsImpossible(IdCondition? condition, int beyond) =>
        condition is { Operator: IdOperator.Less, Value: 0 } || (beyond == 0 && condition is { Operator: IdOperator.Greater, Value: uint.MaxValue - 1 });
}
