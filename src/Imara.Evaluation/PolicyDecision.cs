using Imara.Policy.Rules;

namespace Imara.Evaluation;

/// <summary>What the policy says about one event.</summary>
/// <remarks>docs/reference/policy.md 4.3.</remarks>
public struct PolicyDecision
{
    /// <summary>The rule index where a class has none.</summary>
    public const int NoRule = -1;

    /// <summary>Nothing matches.</summary>
    public PolicyDecision()
    {
    }

    /// <summary>The classes that a do rule won.</summary>
    public ActionClass Actions { get; internal set; }

    /// <summary>The classes that a dont rule ended.</summary>
    public ActionClass Blocked { get; internal set; }

    /// <summary>Options of every rule that matched, whatever its class.</summary>
    public RuleOptions Options { get; internal set; }

    /// <summary>PCR that the measure rule names; null: the default.</summary>
    public int? Pcr { get; internal set; }

    /// <summary>Template that the measure rule names; null: the default.</summary>
    public TemplateName? Template { get; internal set; }

    /// <summary>Algorithms the appraise rule allows; null: any.</summary>
    public HashAlgoSet? AppraiseAlgos { get; internal set; }

    /// <summary>True if the appraise rule has no func: the verdict is kept as that of FILE_CHECK.</summary>
    public bool AppraiseAsFile { get; internal set; }

    /// <summary>Index of the rule that decided measure, in the active list; <see cref="NoRule"/> if none did.</summary>
    public int MeasureRule { get; internal set; } = NoRule;

    /// <summary>Index of the rule that decided appraise.</summary>
    public int AppraiseRule { get; internal set; } = NoRule;

    /// <summary>Index of the rule that decided audit.</summary>
    public int AuditRule { get; internal set; } = NoRule;

    /// <summary>Index of the rule that decided hash.</summary>
    public int HashRule { get; internal set; } = NoRule;

    /// <summary>True if <paramref name="actionClass"/> was won by a do rule.</summary>
    public readonly bool Has(ActionClass actionClass) => (Actions & actionClass) != 0;

    /// <summary>The same decision without what do rules of these classes ask for; the options of all rules stay, since they are one set for the event.</summary>
    public readonly PolicyDecision Without(ActionClass classes) => this with { Actions = Actions & ~classes };

    /// <summary>Index of the rule that decided a class.</summary>
    public readonly int RuleOf(ActionClass actionClass) => actionClass switch
    {
        ActionClass.Measure => MeasureRule,
        ActionClass.Appraise => AppraiseRule,
        ActionClass.Audit => AuditRule,
        _ => HashRule,
    };

    // 4.3: what one matching rule adds.
    internal void Take(PolicyRule rule, int index)
    {
        var actionClass = rule.Class;
        Options |= rule.Options;
        if (rule.IsDo)
        {
            Actions |= actionClass;
            if (actionClass == ActionClass.Appraise)
            {
                // An appraise match takes back a hash match made before it; a hash rule behind it adds it again.
                Actions &= ~ActionClass.Hash;
                AppraiseAsFile = rule.Func == PolicyFunc.None;
                AppraiseAlgos = rule.AppraiseAlgos ?? AppraiseAlgos;
            }
        }
        else
        {
            Blocked |= actionClass;
        }

        switch (actionClass)
        {
            case ActionClass.Measure:
                Pcr = rule.Pcr;
                Template = rule.Template;
                MeasureRule = index;
                break;
            case ActionClass.Appraise:
                AppraiseRule = index;
                break;
            case ActionClass.Audit:
                AuditRule = index;
                break;
            default:
                HashRule = index;
                break;
        }
    }
}
