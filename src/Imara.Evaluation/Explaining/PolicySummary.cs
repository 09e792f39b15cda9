using System.Collections.Immutable;
using Imara.Policy.BuiltIn;
using Imara.Policy.CommandLine;
using Imara.Policy.Loading;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;

namespace Imara.Evaluation.Explaining;

/// <summary>A whole policy in a few sentences: what is done, what holds for the whole machine, and what the load takes away.</summary>
/// <remarks>docs/reference/policy.md 1.7, 3.9, 3.10, 4.4.</remarks>
public static class PolicySummary
{
    private const int MostPhrases = 8;

    private static readonly (AppraiseBits Bit, string Text)[] Bits =
    [
        (AppraiseBits.Modules, "init_module(2) without a file is refused in enforce mode unless modules have to be signed"),
        (AppraiseBits.Firmware, "the sysfs fallback for firmware is refused in enforce mode"),
        (AppraiseBits.Policy, "policies have to be signed and given by path until reboot, in every mode"),
        (AppraiseBits.Kexec, "kexec_load(2) is refused in enforce mode"),
    ];

    /// <summary>Sentences without final period.</summary>
    public static IEnumerable<string> Of(ImmutableArray<PolicyRule> rules, RuleContext context)
    {
        foreach (var (actionClass, verb) in ((ActionClass, string)[])
            [(ActionClass.Measure, "measured"), (ActionClass.Appraise, "appraised"), (ActionClass.Audit, "audited"), (ActionClass.Hash, "hashed")])
        {
            if (ClassLine(rules, actionClass, verb) is { } line)
            {
                yield return line;
            }
        }

        var effects = LoadEffects.Of(rules);
        if (effects.SetxattrAlgos is { } algos)
        {
            yield return $"for everybody until reboot: security.ima may be written with {algos} only";
        }

        foreach (var (bit, text) in Bits)
        {
            if ((effects.Appraise & bit) != 0)
            {
                yield return $"for everybody: {text}";
            }
        }

        var stays = BuiltInPolicies.BuildTimeLines(context.Kernel);
        yield return context.IsCustomActive
            ? "loading adds the rules behind those in force"
            : $"the first load takes the place of tcb, appraise_tcb, secure_boot and critical_data{(stays.IsEmpty ? string.Empty : "; rules of build options stay in front: " + string.Join("; ", stays))}";
    }

    private static string? ClassLine(ImmutableArray<PolicyRule> rules, ActionClass actionClass, string verb)
    {
        var own = rules.Where(rule => rule.Class == actionClass && rule.Func != PolicyFunc.SetxattrCheck).ToList();
        var does = own.Where(rule => rule.IsDo).Select(RuleRow.PhraseOf).Distinct(StringComparer.Ordinal).ToList();
        var donts = own.Count(rule => !rule.IsDo);
        if (does.Count == 0)
        {
            return donts == 0 ? null : $"nothing is {verb}: there are exceptions only";
        }

        var more = does.Count > MostPhrases ? $"; {does.Count - MostPhrases} more" : string.Empty;
        return $"{verb}: {string.Join("; ", does.Take(MostPhrases))}{more}{(donts == 0 ? string.Empty : $" ({donts} {(donts == 1 ? "exception" : "exceptions")})")}";
    }
}
