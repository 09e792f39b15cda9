using System.Runtime.CompilerServices;
using Imara.Policy.Kernels;
using Imara.Policy.Rules;

namespace Imara.Evaluation;

/// <summary>Decides whether one rule matches one event, and which condition fails first.</summary>
/// <remarks>docs/reference/policy.md 4.2.</remarks>
internal static class RuleMatcher
{
    /// <summary>True for events that are looked at by func, uid and the name of the buffer alone.</summary>
    /// <remarks>docs/reference/policy.md 4.2, 2.</remarks>
    public static bool IsBuffer(in PolicyEvent e) =>
        e.Func is PolicyFunc.KeyCheck or PolicyFunc.CriticalData || (e.Func == PolicyFunc.PolicyCheck && e.File is null);

    /// <summary>The first condition that fails; <see cref="RuleCondition.None"/> if the rule matches.</summary>
    public static RuleCondition FirstFailure(PolicyRule rule, in PolicyEvent e, LsmKind lsm)
    {
        if (IsBuffer(e))
        {
            return FirstBufferFailure(rule, e);
        }

        // 4.2, 1 and 3: after a change of attributes func and mask do not count.
        if (e.Func != PolicyFunc.PostSetattr)
        {
            if (rule.Func != PolicyFunc.None && rule.Func != e.Func)
            {
                return RuleCondition.Func;
            }

            if (rule.Mask is { } mask && !Fits(e.Mask, mask.Mask, mask.AnyOf))
            {
                return RuleCondition.Mask;
            }
        }

        var failure = FirstFileFailure(rule, e.File);
        failure = failure == RuleCondition.None ? FirstIdFailure(rule, e) : failure;
        return failure == RuleCondition.None ? FirstLsmFailure(rule, e, lsm) : failure;
    }

    /// <summary>The same as a yes or no, for a rule that an index has found for the event and that is no buffer's: func and some facts are decided.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Matches(in CompiledRule compiled, in PolicyEvent e, LsmKind lsm)
    {
        if (compiled.Mask != AccessMask.None && e.Func != PolicyFunc.PostSetattr && !Fits(e.Mask, compiled.Mask, compiled.IsAnyOf))
        {
            return false;
        }

        var parts = compiled.Parts;
        return parts == RuleParts.None
            || (((parts & RuleParts.File) == 0 || FirstFileFailure(compiled.Rule, e.File) == RuleCondition.None)
                && ((parts & RuleParts.Ids) == 0 || FirstIdFailure(compiled.Rule, e) == RuleCondition.None)
                && ((parts & RuleParts.Lsm) == 0 || FirstLsmFailure(compiled.Rule, e, lsm) == RuleCondition.None));
    }

    private static bool Fits(AccessMask asked, AccessMask mask, bool isAnyOf) => isAnyOf ? (asked & mask) != 0 : asked == mask;

    private static RuleCondition FirstBufferFailure(PolicyRule rule, in PolicyEvent e)
    {
        if (rule.Func != e.Func)
        {
            return RuleCondition.Func;
        }

        if (rule.Uid is { } uid && !uid.Matches(e.Creds.Uid))
        {
            return RuleCondition.Uid;
        }

        if (e.Func == PolicyFunc.KeyCheck && !rule.Keyrings.IsEmpty && !rule.Keyrings.Contains(e.Data))
        {
            return RuleCondition.Keyrings;
        }

        return e.Func == PolicyFunc.CriticalData && !rule.Labels.IsEmpty && !rule.Labels.Contains(e.Data) ? RuleCondition.Label : RuleCondition.None;
    }

    private static RuleCondition FirstFileFailure(PolicyRule rule, FileFacts? file)
    {
        if (rule.FsMagic is { } magic && (file is null || file.FsMagic != magic))
        {
            return RuleCondition.FsMagic;
        }

        if (rule.FsName is { } name && (file is null || file.FsName != name))
        {
            return RuleCondition.FsName;
        }

        if (rule.FsSubtype is { } subtype && file?.FsSubtype != subtype)
        {
            return RuleCondition.FsSubtype;
        }

        if (rule.FsUuid is { } uuid && (file is null || file.FsUuid != uuid))
        {
            return RuleCondition.FsUuid;
        }

        if (rule.Fowner is { } fowner && (file is null || !fowner.Matches(file.Fowner)))
        {
            return RuleCondition.Fowner;
        }

        return rule.Fgroup is { } fgroup && (file is null || !fgroup.Matches(file.Fgroup)) ? RuleCondition.Fgroup : RuleCondition.None;
    }

    private static RuleCondition FirstIdFailure(PolicyRule rule, in PolicyEvent e)
    {
        if (rule.Uid is { } uid && !uid.Matches(e.Creds.Uid))
        {
            return RuleCondition.Uid;
        }

        // 4.2, 5: a task that can change its ids is judged by all it could take.
        if (rule.Euid is { } euid && !euid.Matches(e.Creds.Euid) && !(e.TaskCanSetUid && (euid.Matches(e.Creds.Suid) || euid.Matches(e.Creds.Uid))))
        {
            return RuleCondition.Euid;
        }

        if (rule.Gid is { } gid && !gid.Matches(e.Creds.Gid))
        {
            return RuleCondition.Gid;
        }

        return rule.Egid is { } egid && !egid.Matches(e.Creds.Egid) && !(e.TaskCanSetGid && (egid.Matches(e.Creds.Sgid) || egid.Matches(e.Creds.Gid)))
            ? RuleCondition.Egid
            : RuleCondition.None;
    }

    private static RuleCondition FirstLsmFailure(PolicyRule rule, in PolicyEvent e, LsmKind lsm)
    {
        foreach (var condition in rule.Lsm)
        {
            var label = condition.Key <= LsmKey.ObjType ? (e.File is null ? default : e.File.Label) : e.Subject;
            if (!LsmLabels.Matches(lsm, condition, label.Span))
            {
                return (RuleCondition)((int)RuleCondition.ObjUser + (int)condition.Key);
            }
        }

        return RuleCondition.None;
    }
}
