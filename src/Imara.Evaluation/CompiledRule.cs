using Imara.Policy.Rules;

namespace Imara.Evaluation;

/// <summary>A rule with what is left to look at once an index has found it.</summary>
internal readonly struct CompiledRule
{
    // A single one of these facts has a key that no other value has: the look-up is the comparison.
    private const IndexedFacts Exact = IndexedFacts.FsMagic | IndexedFacts.Fowner | IndexedFacts.Fgroup | IndexedFacts.Uid;

    /// <summary>Prepares a rule.</summary>
    public CompiledRule(PolicyRule rule)
    {
        Rule = rule;
        Class = rule.Class;
        if (rule.Mask is { } mask)
        {
            Mask = mask.Mask;
            IsAnyOf = mask.AnyOf;
        }

        var indexed = FactKeys.Of(rule).Facts;
        var decided = (indexed & (indexed - 1)) == 0 ? indexed & Exact : IndexedFacts.None;
        Parts = PartsOf(rule, decided);
    }

    /// <summary>The rule.</summary>
    public PolicyRule Rule { get; }

    /// <summary>Its class.</summary>
    public ActionClass Class { get; }

    /// <summary>The bit of its mask; none if it has no mask.</summary>
    public AccessMask Mask { get; }

    /// <summary>The mask is written with <c>^</c>.</summary>
    public bool IsAnyOf { get; }

    /// <summary>The kinds of conditions that the look-up does not decide.</summary>
    public RuleParts Parts { get; }

    private static RuleParts PartsOf(PolicyRule rule, IndexedFacts decided)
    {
        var file = (rule.FsMagic is not null && decided != IndexedFacts.FsMagic) || rule.FsName is not null || rule.FsSubtype is not null || rule.FsUuid is not null
            || (rule.Fowner is not null && decided != IndexedFacts.Fowner) || (rule.Fgroup is not null && decided != IndexedFacts.Fgroup);
        var ids = (rule.Uid is not null && decided != IndexedFacts.Uid) || rule.Euid is not null || rule.Gid is not null || rule.Egid is not null;
        return (file ? RuleParts.File : RuleParts.None) | (ids ? RuleParts.Ids : RuleParts.None) | (rule.Lsm.IsEmpty ? RuleParts.None : RuleParts.Lsm);
    }
}
