using Imara.Evaluation.Events;
using Imara.Policy.Rules;

namespace Imara.Evaluation.Differences;

/// <summary>What a rule that matches adds to the outcome of one class; equal effects of different rules make no difference.</summary>
/// <param name="Does">The rule is a do rule of a class that matters: the class itself, or appraise, which takes a hash match back.</param>
/// <param name="Target">Where it is measured; empty for other classes.</param>
/// <param name="Options">The options it gives to the event, as far as the class cares.</param>
/// <param name="Algos">Algorithms that may be used; null: any.</param>
/// <param name="IsAsFile">The verdict counts as that of FILE_CHECK.</param>
internal readonly record struct RuleEffect(bool Does, MeasureTarget Target, RuleOptions Options, HashAlgoSet? Algos, bool IsAsFile)
{
    /// <summary>The options that change what a class does.</summary>
    public static RuleOptions OptionsFor(ActionClass target) => target == ActionClass.Appraise ? (RuleOptions)byte.MaxValue : RuleOptions.Verity;

    /// <summary>The effect of <paramref name="rule"/> on the class <paramref name="target"/>.</summary>
    public static RuleEffect Of(PolicyRule rule, ActionClass target, EventSetting setting)
    {
        var options = rule.Options & OptionsFor(target);
        var isOwn = rule.Class == target;
        var matters = isOwn || (target == ActionClass.Hash && rule.Class == ActionClass.Appraise);
        if (!rule.IsDo || !matters)
        {
            return new RuleEffect(false, default, options, null, false);
        }

        var measured = isOwn && target == ActionClass.Measure ? setting.TargetOf(rule) : default;
        return isOwn && target == ActionClass.Appraise
            ? new RuleEffect(true, measured, options, rule.AppraiseAlgos, rule.Func == PolicyFunc.None && !setting.IsFileCheck)
            : new RuleEffect(true, measured, options, null, false);
    }
}
