using Imara.Policy.Rules;

namespace Imara.Evaluation.Differences;

/// <summary>Outcomes in plain words.</summary>
public static class OutcomeText
{
    /// <summary>Such as <c>measured into PCR 10 as ima-ng</c> or <c>not appraised</c>.</summary>
    public static string Of(ActionClass actionClass, ClassOutcome outcome)
    {
        var word = actionClass switch
        {
            ActionClass.Measure => "measured",
            ActionClass.Appraise => "appraised",
            ActionClass.Audit => "audited",
            _ => "hashed",
        };
        return outcome.Does ? word + string.Concat(Details(actionClass, outcome)) : $"not {word}";
    }

    /// <summary>What is asked of a file's security.ima: <c>hash or signature</c>, <c>signature</c>, <c>signature, also appended</c> or <c>signature of version 3</c>.</summary>
    public static string Requirement(RuleOptions options) => (options & (RuleOptions.Digsig | RuleOptions.Modsig | RuleOptions.Sigv3)) switch
    {
        RuleOptions.None => "hash or signature",
        var kinds when (kinds & RuleOptions.Modsig) != 0 => "signature, also appended",
        var kinds when (kinds & RuleOptions.Sigv3) != 0 => "signature of version 3",
        _ => "signature",
    };

    private static IEnumerable<string> Details(ActionClass actionClass, ClassOutcome outcome)
    {
        if (actionClass == ActionClass.Measure)
        {
            yield return $" into PCR {outcome.Pcr} as {(outcome.Template is { Length: > 0 } name ? name : "the custom template")}";
        }

        if (actionClass == ActionClass.Appraise)
        {
            yield return $" by {Requirement(outcome.Options)}";
        }

        if (outcome.Algos is { } algos)
        {
            yield return $" with {algos}";
        }

        if ((outcome.Options & RuleOptions.Verity) != 0)
        {
            yield return ", fs-verity digest";
        }

        if ((outcome.Options & RuleOptions.CheckBlacklist) != 0)
        {
            yield return ", not if blacklisted";
        }

        if ((outcome.Options & RuleOptions.PermitDirectio) != 0)
        {
            yield return ", O_DIRECT let through";
        }

        if (outcome.IsAsFile)
        {
            yield return ", verdict shared with FILE_CHECK";
        }
    }
}
