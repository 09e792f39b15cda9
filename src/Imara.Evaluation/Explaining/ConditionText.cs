using Imara.Policy.Rules;

namespace Imara.Evaluation.Explaining;

/// <summary>One condition as text: what a rule asks for, and what an event has instead.</summary>
public static class ConditionText
{
    /// <summary>The rule's side, in the words of the rule language; empty for <see cref="RuleCondition.None"/> and <see cref="RuleCondition.ClassDone"/>.</summary>
    public static string Wanted(PolicyRule rule, RuleCondition condition) => condition switch
    {
        RuleCondition.None or RuleCondition.ClassDone => string.Empty,
        RuleCondition.Func => $"func={PolicyWords.Of(rule.Func)}",
        RuleCondition.Keyrings => $"keyrings={string.Join('|', rule.Keyrings)}",
        RuleCondition.Label => $"label={string.Join('|', rule.Labels)}",
        RuleCondition.Mask => rule.Mask is { } mask ? $"mask={(mask.AnyOf ? "^" : string.Empty)}{Words(mask.Mask)}" : string.Empty,
        RuleCondition.FsMagic => $"fsmagic=0x{rule.FsMagic:x}",
        RuleCondition.FsName => $"fsname={rule.FsName}",
        RuleCondition.FsSubtype => $"fs_subtype={rule.FsSubtype}",
        RuleCondition.FsUuid => $"fsuuid={rule.FsUuid}",
        RuleCondition.Uid => Id("uid", rule.Uid),
        RuleCondition.Euid => Id("euid", rule.Euid),
        RuleCondition.Gid => Id("gid", rule.Gid),
        RuleCondition.Egid => Id("egid", rule.Egid),
        RuleCondition.Fowner => Id("fowner", rule.Fowner),
        RuleCondition.Fgroup => Id("fgroup", rule.Fgroup),
        _ => Lsm(rule, KeyOf(condition)),
    };

    /// <summary>All conditions of a rule but func, in the words of the rule language; those that are accepted but never compared are left out.</summary>
    public static IEnumerable<string> Conditions(PolicyRule rule)
    {
        var isBuffer = rule.Func is PolicyFunc.KeyCheck or PolicyFunc.CriticalData;
        for (var condition = RuleCondition.Keyrings; condition < RuleCondition.ClassDone; condition++)
        {
            if (Has(rule, condition) && !(isBuffer && condition == RuleCondition.Gid))
            {
                yield return Wanted(rule, condition);
            }
        }
    }

    /// <summary>The event's side; empty for <see cref="RuleCondition.None"/> and <see cref="RuleCondition.ClassDone"/>.</summary>
    public static string Found(in PolicyEvent e, RuleCondition condition) => condition switch
    {
        RuleCondition.None or RuleCondition.ClassDone => string.Empty,
        RuleCondition.Func => PolicyWords.Of(e.Func),
        RuleCondition.Keyrings or RuleCondition.Label => Text(e.Data),
        RuleCondition.Mask => e.Mask == AccessMask.None ? "an empty mask" : Words(e.Mask),
        RuleCondition.Uid => e.Creds.Uid.ToString(),
        RuleCondition.Gid => e.Creds.Gid.ToString(),
        RuleCondition.Euid => e.TaskCanSetUid
            ? $"euid {e.Creds.Euid}, suid {e.Creds.Suid}, uid {e.Creds.Uid} of a task with CAP_SETUID"
            : e.Creds.Euid.ToString(),
        RuleCondition.Egid => e.TaskCanSetGid
            ? $"egid {e.Creds.Egid}, sgid {e.Creds.Sgid}, gid {e.Creds.Gid} of a task with CAP_SETGID"
            : e.Creds.Egid.ToString(),
        RuleCondition.SubjUser or RuleCondition.SubjRole or RuleCondition.SubjType => Text(e.Subject),
        _ => e.File is { } file ? OfFile(file, condition) : "no file",
    };

    private static bool Has(PolicyRule rule, RuleCondition condition) => condition switch
    {
        RuleCondition.Keyrings => !rule.Keyrings.IsEmpty,
        RuleCondition.Label => !rule.Labels.IsEmpty,
        RuleCondition.Mask => rule.Mask is not null,
        RuleCondition.FsMagic => rule.FsMagic is not null,
        RuleCondition.FsName => rule.FsName is not null,
        RuleCondition.FsSubtype => rule.FsSubtype is not null,
        RuleCondition.FsUuid => rule.FsUuid is not null,
        RuleCondition.Uid => rule.Uid is not null,
        RuleCondition.Euid => rule.Euid is not null,
        RuleCondition.Gid => rule.Gid is not null,
        RuleCondition.Egid => rule.Egid is not null,
        RuleCondition.Fowner => rule.Fowner is not null,
        RuleCondition.Fgroup => rule.Fgroup is not null,
        _ => rule.Lsm.Any(lsm => lsm.Key == KeyOf(condition)),
    };

    private static string OfFile(FileFacts file, RuleCondition condition) => condition switch
    {
        RuleCondition.FsMagic => $"0x{file.FsMagic:x}",
        RuleCondition.FsName => Text(file.FsName),
        RuleCondition.FsSubtype => Text(file.FsSubtype ?? ByteString.Empty),
        RuleCondition.FsUuid => file.FsUuid.ToString(),
        RuleCondition.Fowner => file.Fowner.ToString(),
        RuleCondition.Fgroup => file.Fgroup.ToString(),
        _ => Text(file.Label),
    };

    private static LsmKey KeyOf(RuleCondition condition) => (LsmKey)(condition - RuleCondition.ObjUser);

    private static string Lsm(PolicyRule rule, LsmKey key)
    {
        foreach (var condition in rule.Lsm)
        {
            if (condition.Key == key)
            {
                return $"{PolicyWords.Of(key)}={condition.Label}{(condition.IsDefined ? string.Empty : ", which is not defined")}";
            }
        }

        return PolicyWords.Of(key);
    }

    private static string Id(string key, IdCondition? condition) => condition is { } id ? $"{key}{OperatorOf(id.Operator)}{id.Value}" : key;

    private static char OperatorOf(IdOperator op) => op switch
    {
        IdOperator.Greater => '>',
        IdOperator.Less => '<',
        _ => '=',
    };

    private static string Words(AccessMask mask) => string.Join('+', PolicyWords.Of(mask));

    private static string Text(ByteString text) => text.IsEmpty ? "none" : text.ToString();
}
