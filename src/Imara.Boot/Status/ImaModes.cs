using Imara.Policy.CommandLine;
using Imara.Policy.Rules;

namespace Imara.Boot.Status;

/// <summary>Finds the mode: what the command line says of appraisal counts only if a rule asks for appraisal.</summary>
public static class ImaModes
{
    /// <summary>The mode.</summary>
    /// <param name="appraise">What <c>ima_appraise=</c> and its default make of appraisal.</param>
    /// <param name="rules">The rules in force; null: they are not known.</param>
    public static ImaMode Of(AppraiseBits appraise, IReadOnlyCollection<PolicyRule>? rules)
    {
        if (rules is null)
        {
            return ImaMode.UnknownRules;
        }

        if (rules.Any(rule => rule.Action == PolicyAction.Appraise))
        {
            var mode = (appraise & AppraiseBits.Log) != 0 ? ImaMode.AppraiseLog
                : (appraise & AppraiseBits.Fix) != 0 ? ImaMode.AppraiseFix
                : (appraise & AppraiseBits.Enforce) != 0 ? ImaMode.AppraiseEnforce
                : ImaMode.Disabled;
            if (mode != ImaMode.Disabled)
            {
                return mode;
            }
        }

        return rules.Any(rule => rule.Action == PolicyAction.Measure) ? ImaMode.Measure : ImaMode.Disabled;
    }

    /// <summary>The mode in words.</summary>
    public static string NameOf(ImaMode mode) => mode switch
    {
        ImaMode.Disabled => "disabled",
        ImaMode.Measure => "measure",
        ImaMode.AppraiseLog => "appraise log",
        ImaMode.AppraiseFix => "appraise fix",
        ImaMode.AppraiseEnforce => "appraise enforce",
        _ => "unknown rules",
    };
}
