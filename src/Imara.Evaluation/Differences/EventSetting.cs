using Imara.Evaluation.Events;
using Imara.Policy.Kernels;
using Imara.Policy.Rules;

namespace Imara.Evaluation.Differences;

/// <summary>A kind of event on a kernel with a security module.</summary>
internal sealed record EventSetting(EventKind Kind, KernelProfile Kernel, LsmKind Lsm)
{
    /// <summary>True if verdicts are kept as those of FILE_CHECK whatever the rule says.</summary>
    public bool IsFileCheck => Kind.Func is PolicyFunc.FileCheck or PolicyFunc.PostSetattr;

    /// <summary>Where a measure rule puts an event of this kind.</summary>
    public MeasureTarget TargetOf(PolicyRule rule)
    {
        var decision = new PolicyDecision { Pcr = rule.Pcr, Template = rule.Template };
        return MeasureTarget.Of(decision, new PolicyEvent { Func = Kind.Func, File = Kind.HasFile ? new FileFacts() : null }, Kernel);
    }

    /// <summary>The conditions of a rule; null if it matches no event of this kind.</summary>
    /// <remarks>docs/reference/policy.md 4.2; what <see cref="RuleMatcher"/> looks at.</remarks>
    public FactCondition[]? ConditionsOf(PolicyRule rule)
    {
        var conditions = new List<FactCondition>();
        var isFound = Kind.IsBuffer ? AddBuffer(rule, conditions) : AddFile(rule, conditions);
        return isFound ? [.. conditions] : null;
    }

    private bool AddBuffer(PolicyRule rule, List<FactCondition> conditions)
    {
        if (rule.Func != Kind.Func)
        {
            return false;
        }

        AddId(conditions, EventFact.Uid, rule.Uid);
        var names = Kind.Func switch
        {
            PolicyFunc.KeyCheck => rule.Keyrings,
            PolicyFunc.CriticalData => rule.Labels,
            _ => [],
        };
        if (!names.IsEmpty)
        {
            conditions.Add(FactCondition.AnyOf(EventFact.Data, [.. names.Select(FactValue.Of)]));
        }

        return true;
    }

    private bool AddFile(PolicyRule rule, List<FactCondition> conditions)
    {
        if (Kind.Func != PolicyFunc.PostSetattr)
        {
            if (rule.Func != PolicyFunc.None && rule.Func != Kind.Func)
            {
                return false;
            }

            if (rule.Mask is { } mask)
            {
                conditions.Add(new FactCondition(FactTest.Equal(EventFact.Mask, FactValue.Of(Fitting(mask)))));
            }
        }

        Add(conditions, EventFact.FsMagic, rule.FsMagic is { } magic ? FactValue.Of(magic) : null);
        Add(conditions, EventFact.FsName, rule.FsName is { } name ? FactValue.Of(name) : null);
        Add(conditions, EventFact.FsSubtype, rule.FsSubtype is { } subtype ? FactValue.Of(subtype) : null);
        Add(conditions, EventFact.FsUuid, rule.FsUuid is { } uuid ? FactValue.Of(new UInt128(uuid.High, uuid.Low)) : null);
        AddId(conditions, EventFact.Fowner, rule.Fowner);
        AddId(conditions, EventFact.Fgroup, rule.Fgroup);
        AddId(conditions, EventFact.Uid, rule.Uid);
        AddId(conditions, EventFact.Gid, rule.Gid);
        if (rule.Euid is { } euid)
        {
            conditions.Add(FactCondition.Euid(euid));
        }

        if (rule.Egid is { } egid)
        {
            conditions.Add(FactCondition.Egid(egid));
        }

        foreach (var label in rule.Lsm)
        {
            if (new LabelFacts(Lsm).TestsOf(label) is not { } tests)
            {
                return false;
            }

            conditions.AddRange(tests.Select(test => new FactCondition(test)));
        }

        return true;
    }

    private uint Fitting(MaskCondition mask)
    {
        var bits = 0u;
        for (var i = 0; i < Kind.Masks.Length; i++)
        {
            var fits = mask.AnyOf ? (Kind.Masks[i] & mask.Mask) != 0 : Kind.Masks[i] == mask.Mask;
            bits |= fits ? 1u << i : 0;
        }

        return bits;
    }

    private static void Add(List<FactCondition> conditions, EventFact fact, FactValue? value)
    {
        if (value is { } wanted)
        {
            conditions.Add(new FactCondition(FactTest.Equal(fact, wanted)));
        }
    }

    private static void AddId(List<FactCondition> conditions, EventFact fact, IdCondition? condition)
    {
        if (condition is { } id)
        {
            conditions.Add(new FactCondition(new FactTest(fact, id.Operator, FactValue.Of(id.Value))));
        }
    }
}
