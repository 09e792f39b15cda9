using Imara.Evaluation.Differences;
using Imara.Policy.Kernels;
using Imara.Policy.Rules;

namespace Imara.Evaluation.Explaining;

/// <summary>A rule in four short texts, as the row of a table.</summary>
/// <remarks>docs/reference/policy.md 4.2 to 4.4.</remarks>
/// <param name="Who">The task.</param>
/// <param name="What">What it does.</param>
/// <param name="Where">The file.</param>
/// <param name="Action">What comes of it.</param>
public sealed record RuleRow(string Who, string What, string Where, string Action)
{
    /// <summary>The row of a rule.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="kernel">The kernel, for its defaults.</param>
    /// <param name="isFollowed">A do rule of the same class comes later: a dont rule is an exception of it.</param>
    public static RuleRow Of(PolicyRule rule, KernelProfile kernel, bool isFollowed)
    {
        if (rule.Func == PolicyFunc.SetxattrCheck)
        {
            return new RuleRow("anybody", "security.ima written", "anywhere", $"only with {rule.AppraiseAlgos}, until reboot");
        }

        return new RuleRow(Joined(TasksOf(rule), "anybody"), WhatOf(rule), Joined(PlacesOf(rule), "anywhere"), ActionOf(rule, kernel, isFollowed));
    }

    /// <summary>The first three texts as one, such as <c>file opened, only MAY_READ, by uid 0, on ext4</c>.</summary>
    internal static string PhraseOf(PolicyRule rule) =>
        string.Join(", ", [WhatOf(rule), .. TasksOf(rule).Take(1).Select(_ => "by " + string.Join(", ", TasksOf(rule))), .. PlacesOf(rule)]);

    private static string WhatOf(PolicyRule rule)
    {
        var what = rule.Func switch
        {
            PolicyFunc.None => "any use of a file",
            PolicyFunc.FileCheck => "file opened",
            PolicyFunc.MmapCheck => "file mapped for execution",
            PolicyFunc.MmapCheckReqprot => "mapping for execution asked for",
            PolicyFunc.BprmCheck => "program executed",
            PolicyFunc.CredsCheck => "program executed, new credentials",
            PolicyFunc.ModuleCheck => "kernel module loaded",
            PolicyFunc.FirmwareCheck => "firmware loaded",
            PolicyFunc.KexecKernelCheck => "kexec kernel loaded",
            PolicyFunc.KexecInitramfsCheck => "kexec initramfs loaded",
            PolicyFunc.PolicyCheck => "IMA policy loaded",
            PolicyFunc.KexecCmdline => "kexec command line given",
            PolicyFunc.KeyCheck => rule.Keyrings.IsEmpty ? "key added to a keyring" : $"key added to {string.Join(" or ", rule.Keyrings)}",
            PolicyFunc.SetxattrCheck => "security.ima written",
            _ => rule.Labels.IsEmpty ? "critical data" : $"critical data {string.Join(" or ", rule.Labels)}",
        };
        return rule.Mask is { } mask ? $"{what}, {(mask.AnyOf ? "with" : "only")} {PolicyWords.Of(mask.Mask).First()}" : what;
    }

    private static IEnumerable<string> TasksOf(PolicyRule rule)
    {
        // A group is accepted for buffers too, but never compared.
        var isBuffer = rule.Func is PolicyFunc.KeyCheck or PolicyFunc.CriticalData;
        return Ids(("uid", rule.Uid), ("euid", rule.Euid), ("gid", isBuffer ? null : rule.Gid), ("egid", rule.Egid)).Concat(Labels(rule, ofSubject: true));
    }

    private static IEnumerable<string> PlacesOf(PolicyRule rule)
    {
        if (rule.FsMagic is { } magic)
        {
            var names = FileSystemTypes.NamesOf(magic);
            yield return names.Length > 0 ? $"on {names} (0x{magic:x})" : $"on magic 0x{magic:x}";
        }

        if (rule.FsName is { } name)
        {
            yield return $"on {name}";
        }

        if (rule.FsSubtype is { } subtype)
        {
            yield return $"subtype {subtype}";
        }

        if (rule.FsUuid is { } uuid)
        {
            yield return $"on UUID {uuid}";
        }

        foreach (var text in Ids(("owner", rule.Fowner), ("group", rule.Fgroup)).Concat(Labels(rule, ofSubject: false)))
        {
            yield return text;
        }
    }

    private static IEnumerable<string> Ids(params (string Name, IdCondition? Condition)[] conditions)
    {
        foreach (var (name, condition) in conditions)
        {
            if (condition is { } id)
            {
                var op = id.Operator switch
                {
                    IdOperator.Greater => "above ",
                    IdOperator.Less => "below ",
                    _ => string.Empty,
                };
                yield return $"{name} {op}{id.Value}";
            }
        }
    }

    private static IEnumerable<string> Labels(PolicyRule rule, bool ofSubject) => rule.Lsm
        .Where(label => label.Key > LsmKey.ObjType == ofSubject)
        .Select(label => $"{PolicyWords.Of(label.Key)} {label.Label}{(label.IsDefined ? string.Empty : " (not defined: never)")}");

    private static string ActionOf(PolicyRule rule, KernelProfile kernel, bool isFollowed)
    {
        var options = string.Concat(Options(rule));
        if (!rule.IsDo)
        {
            var word = PolicyWords.Of(rule.Class);
            return (isFollowed ? $"except from {word} below" : $"none: no {word} rule below") + options;
        }

        var e = new PolicyEvent { Func = rule.Func, File = rule.Func is PolicyFunc.KeyCheck or PolicyFunc.CriticalData ? null : new FileFacts() };
        var decision = default(PolicyDecision);
        decision.Take(rule, 0);
        return rule.Class switch
        {
            ActionClass.Measure => $"measure into PCR {Events.MeasureTarget.Of(decision, e, kernel).Pcr} as {TemplateOf(rule, Events.MeasureTarget.Of(decision, e, kernel).Template)}{options}",
            ActionClass.Appraise => $"appraise by {OutcomeText.Requirement(rule.Options)}{(rule.AppraiseAlgos is { } algos ? $" with {algos}" : string.Empty)}{options}",
            _ => PolicyWords.Of(rule.Class) + options,
        };
    }

    private static string TemplateOf(PolicyRule rule, string name) => name.Length > 0 ? name : rule.Template!.Format;

    private static IEnumerable<string> Options(PolicyRule rule)
    {
        if ((rule.Options & RuleOptions.Verity) != 0)
        {
            yield return ", fs-verity digest";
        }

        if ((rule.Options & RuleOptions.PermitDirectio) != 0)
        {
            yield return ", O_DIRECT let through";
        }
    }

    private static string Joined(IEnumerable<string> texts, string otherwise) => string.Join(", ", texts) is { Length: > 0 } text ? text : otherwise;
}
