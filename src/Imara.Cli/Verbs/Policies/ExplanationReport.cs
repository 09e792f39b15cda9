using System.Text.Json;
using Imara.Cli.Kernels;
using Imara.Cli.Output;
using Imara.Evaluation;
using Imara.Evaluation.Explaining;

namespace Imara.Cli.Verbs.Policies;

/// <summary>Explanations of rules as text and as JSON.</summary>
internal static class ExplanationReport
{
    /// <summary>What each rule means.</summary>
    public static void WriteMeanings(DecisionReport decisions, ChosenKernel kernel, int? only, Report report)
    {
        if (report.Format != OutputFormat.Json)
        {
            foreach (var index in Shown(decisions, only))
            {
                report.Line($"{decisions.PlaceOf(index)}: {TextOf(decisions, index)}");
                report.Line($"  {RuleSentence.Of(decisions.Rules[index].Rule!)}");
            }

            return;
        }

        report.Json(json =>
        {
            json.WriteString("kernel"u8, kernel.Profile.Name);
            json.WriteStartArray("rules"u8);
            foreach (var index in Shown(decisions, only))
            {
                json.WriteStartObject();
                WriteRule(json, decisions, index);
                json.WriteString("meaning"u8, RuleSentence.Of(decisions.Rules[index].Rule!));
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }

    /// <summary>What each rule had to say about an event, and the decision.</summary>
    public static void WriteMatches(
        DecisionReport decisions, ChosenKernel kernel, PolicyEvent e, MatchLog heard, PolicyDecision decision, int? only, Report report)
    {
        if (report.Format != OutputFormat.Json)
        {
            foreach (var index in Shown(decisions, only))
            {
                report.Line($"{decisions.PlaceOf(index)}: {TextOf(decisions, index)}");
                report.Line($"  {Reason(decisions, heard, index, e, report)}");
            }

            report.Line($"decision: {decisions.TextOf(e, decision)}");
            return;
        }

        report.Json(json =>
        {
            json.WriteString("kernel"u8, kernel.Profile.Name);
            json.WriteStartArray("rules"u8);
            foreach (var index in Shown(decisions, only))
            {
                json.WriteStartObject();
                WriteRule(json, decisions, index);
                WriteMatch(json, decisions, heard, index, e);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            decisions.WriteMembers(json, e, decision);
        });
    }

    private static IEnumerable<int> Shown(DecisionReport decisions, int? only) =>
        Enumerable.Range(0, decisions.Rules.Length).Where(index => only is null || decisions.Rules[index].Line == only);

    private static string TextOf(DecisionReport decisions, int index) => decisions.Rules[index].Canonical?.ToString().TrimEnd() ?? "(hidden from readers: a label is not defined)";

    private static string Reason(DecisionReport decisions, MatchLog heard, int index, in PolicyEvent e, Report report)
    {
        var failure = heard.FailureOf(index);
        var rule = decisions.Rules[index].Rule!;
        return failure switch
        {
            null => "not looked at: every class is decided",
            RuleCondition.None => report.Painted(Paint.Green, "matches"),
            RuleCondition.ClassDone => "not looked at: its class is decided, or is not asked",
            { } condition => $"no match: it wants {ConditionText.Wanted(rule, condition)}, the event has {ConditionText.Found(e, condition)}",
        };
    }

    private static void WriteRule(Utf8JsonWriter json, DecisionReport decisions, int index)
    {
        decisions.WritePlace(json, index);
        if (decisions.Rules[index].Canonical is { } canonical)
        {
            json.WriteText("rule", canonical.Span);
        }
        else
        {
            json.WriteNull("rule"u8);
        }
    }

    private static void WriteMatch(Utf8JsonWriter json, DecisionReport decisions, MatchLog heard, int index, in PolicyEvent e)
    {
        var failure = heard.FailureOf(index);
        var isLookedAt = failure is not null and not RuleCondition.ClassDone;
        json.WriteBoolean("looked_at"u8, isLookedAt);
        json.WriteBoolean("matches"u8, failure == RuleCondition.None);
        if (isLookedAt && failure is { } condition and not RuleCondition.None)
        {
            json.WriteString("wants"u8, ConditionText.Wanted(decisions.Rules[index].Rule!, condition));
            json.WriteString("has"u8, ConditionText.Found(e, condition));
        }
        else
        {
            json.WriteNull("wants"u8);
            json.WriteNull("has"u8);
        }
    }
}
