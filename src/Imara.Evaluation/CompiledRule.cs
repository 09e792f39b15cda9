using Imara.Policy.Rules;

namespace Imara.Evaluation;

/// <summary>A rule with what the matcher wants to know about it at a glance.</summary>
internal readonly struct CompiledRule
{
    /// <summary>Prepares a rule.</summary>
    public CompiledRule(PolicyRule rule)
    {
        Rule = rule;
        Class = rule.Class;
        Parts = (rule.FsMagic is not null || rule.FsName is not null || rule.FsSubtype is not null || rule.FsUuid is not null
                || rule.Fowner is not null || rule.Fgroup is not null ? RuleParts.File : RuleParts.None)
            | (rule.Uid is not null || rule.Euid is not null || rule.Gid is not null || rule.Egid is not null ? RuleParts.Ids : RuleParts.None)
            | (rule.Lsm.IsEmpty ? RuleParts.None : RuleParts.Lsm);
    }

    /// <summary>The rule.</summary>
    public PolicyRule Rule { get; }

    /// <summary>Its class.</summary>
    public ActionClass Class { get; }

    /// <summary>The kinds of conditions it has.</summary>
    public RuleParts Parts { get; }
}
