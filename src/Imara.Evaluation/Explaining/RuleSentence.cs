using Imara.Policy.Rules;

namespace Imara.Evaluation.Explaining;

/// <summary>Says in plain words what a rule does.</summary>
/// <remarks>docs/reference/policy.md 3.9, 3.10, 4.2 and 4.4.</remarks>
public static class RuleSentence
{
    /// <summary>One or two sentences, without line feeds.</summary>
    public static string Of(PolicyRule rule)
    {
        if (rule.Func == PolicyFunc.SetxattrCheck)
        {
            return $"Let nobody write a security.ima of another hash algorithm than {Alternatives(NamesOf(rule.AppraiseAlgos))}, from the first such rule on until reboot.";
        }

        var conditions = Conditions(rule).ToList();
        var when = conditions.Count == 0 ? string.Empty : $", if {string.Join(" and ", conditions)}";
        var verb = PolicyWords.Of(rule.Class);
        var sentence = rule.IsDo
            ? $"{char.ToUpperInvariant(verb[0])}{verb[1..]} {ObjectOf(rule)}{when}{string.Concat(Effects(rule))}."
            : $"Do not {verb} {ObjectOf(rule)}{when}, whatever later rules say.";
        return sentence + Extra(rule);
    }

    private static string ObjectOf(PolicyRule rule) => rule.Func switch
    {
        PolicyFunc.None => "every file that is opened, mapped, executed or read by the kernel",
        PolicyFunc.FileCheck => "files when they are opened",
        PolicyFunc.MmapCheck => "files when they are mapped for execution",
        PolicyFunc.MmapCheckReqprot => "files when a program asks to map them for execution",
        PolicyFunc.BprmCheck => "programs when they are executed",
        PolicyFunc.CredsCheck => "programs when they are executed, with the credentials they will run with",
        PolicyFunc.ModuleCheck => "kernel modules when they are loaded",
        PolicyFunc.FirmwareCheck => "firmware when it is loaded",
        PolicyFunc.KexecKernelCheck => "kernel images that are loaded by kexec",
        PolicyFunc.KexecInitramfsCheck => "initramfs images that are loaded by kexec",
        PolicyFunc.PolicyCheck => "IMA policies when they are loaded",
        PolicyFunc.KexecCmdline => "the command line given to kexec",
        PolicyFunc.KeyCheck => rule.Keyrings.IsEmpty ? "keys when they are added to any keyring" : $"keys when they are added to the keyring {Alternatives(rule.Keyrings.Select(k => k.ToString()))}",
        _ => rule.Labels.IsEmpty ? "every piece of critical data of the kernel" : $"critical data of the kernel with the label {Alternatives(rule.Labels.Select(l => l.ToString()))}",
    };

    private static IEnumerable<string> Conditions(PolicyRule rule)
    {
        if (rule.Mask is { } mask)
        {
            var bit = PolicyWords.Of(mask.Mask).First();
            yield return mask.AnyOf ? $"the access includes {bit}" : $"the access is {bit} and nothing else";
        }

        if (rule.FsMagic is { } magic)
        {
            yield return $"the file system has the magic 0x{magic:x}{(FileSystemTypes.NamesOf(magic) is { Length: > 0 } names ? $" ({names})" : string.Empty)}";
        }

        if (rule.FsName is { } name)
        {
            yield return $"the file system is of type {name}";
        }

        if (rule.FsSubtype is { } subtype)
        {
            yield return $"the file system is of subtype {subtype}";
        }

        if (rule.FsUuid is { } uuid)
        {
            yield return $"the file system has the UUID {uuid}";
        }

        // A group is accepted for buffers too, but never compared.
        var isBuffer = rule.Func is PolicyFunc.KeyCheck or PolicyFunc.CriticalData;
        foreach (var (what, condition) in (IEnumerable<(string, IdCondition?)>)
            [
                ("the real user id", rule.Uid), ("the effective user id", rule.Euid),
                ("the real group id", isBuffer ? null : rule.Gid), ("the effective group id", rule.Egid),
                ("the owner of the file", rule.Fowner), ("the group of the file", rule.Fgroup),
            ])
        {
            if (condition is { } id)
            {
                yield return $"{what} is {Relation(id.Operator)}{id.Value}";
            }
        }

        foreach (var lsm in rule.Lsm)
        {
            yield return $"{PolicyWords.Of(lsm.Key)} is {lsm.Label}{(lsm.IsDefined ? string.Empty : " (not defined now: no file and no task has it)")}";
        }
    }

    private static IEnumerable<string> Effects(PolicyRule rule)
    {
        if (rule.Pcr is { } pcr)
        {
            yield return $", into PCR {pcr}";
        }

        if (rule.Template is { } template)
        {
            yield return $", with the template {(template.Name.Length > 0 ? template.Name : template.Format)}";
        }

        if (rule.Class == ActionClass.Appraise)
        {
            yield return (rule.Options & (RuleOptions.Digsig | RuleOptions.Modsig | RuleOptions.Sigv3)) switch
            {
                RuleOptions.None => ", against a hash or a signature",
                RuleOptions.Digsig => ", against a signature",
                var options when (options & RuleOptions.Modsig) != 0 => ", against a signature, which may be appended to the file",
                _ => ", against a signature of version 3",
            };
        }

        if (rule.AppraiseAlgos is { } algos)
        {
            yield return $" that uses {Alternatives(NamesOf(algos))}";
        }
    }

    // Options belong to the event, not to the rule: they also change what other matching rules do.
    private static string Extra(PolicyRule rule)
    {
        var verity = (rule.Options & RuleOptions.Verity) != 0 ? " The digest is that of fs-verity." : string.Empty;
        return (rule.Options & RuleOptions.PermitDirectio) != 0 ? verity + " Opening with O_DIRECT is let through." : verity;
    }

    private static string Relation(IdOperator op) => op switch
    {
        IdOperator.Greater => "above ",
        IdOperator.Less => "below ",
        _ => string.Empty,
    };

    private static IEnumerable<string> NamesOf(HashAlgoSet? algos) => algos is { } set ? HashAlgos.All.Where(set.Contains).Select(HashAlgos.NameOf) : [];

    private static string Alternatives(IEnumerable<string> names)
    {
        var list = names.ToList();
        return list.Count < 2 ? string.Concat(list) : $"{string.Join(", ", list[..^1])} or {list[^1]}";
    }
}
