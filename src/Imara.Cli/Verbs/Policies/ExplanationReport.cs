using System.Collections.Immutable;
using System.Text.Json;
using Imara.Cli.Kernels;
using Imara.Cli.Output;
using Imara.Evaluation;
using Imara.Evaluation.Explaining;
using Imara.Policy.Rules;

namespace Imara.Cli.Verbs.Policies;

/// <summary>Explanations of rules as text and as JSON.</summary>
internal static class ExplanationReport
{
    private const int MostLines = 5;
    private static readonly string[] Headings = ["line", "who", "what", "where", "action"];

    /// <summary>What each rule means: all as a table below a summary, or one in sentences.</summary>
    public static void WriteMeanings(DecisionReport decisions, ChosenKernel kernel, int? only, Report report)
    {
        if (report.Format == OutputFormat.Json)
        {
            report.Json(json => WriteMeanings(json, decisions, kernel, only));
        }
        else if (only is null)
        {
            WriteTable(decisions, kernel, report);
        }
        else
        {
            foreach (var index in Shown(decisions, only))
            {
                report.Line($"{decisions.PlaceOf(index)}: {TextOf(decisions, index)}");
                report.Line($"  {RuleSentence.Of(decisions.RuleAt(index))}");
                foreach (var note in KernelNotes.Of(decisions.RuleAt(index), kernel.Profile))
                {
                    report.Line($"  on {kernel.Profile.Name}: {note}");
                }
            }
        }
    }

    private static void WriteTable(DecisionReport decisions, ChosenKernel kernel, Report report)
    {
        var rules = decisions.ActiveRules;
        foreach (var line in PolicySummary.Of(rules, kernel.Context))
        {
            report.Line(line);
        }

        var rows = Enumerable.Range(0, rules.Length).Select(index => Cells(decisions.Rules[index].Line, RowOf(rules, index, kernel))).Prepend(Headings).ToList();
        var widths = Enumerable.Range(0, Headings.Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        report.Line(string.Empty);
        for (var i = 0; i < rows.Count; i++)
        {
            var row = string.Concat(rows[i].Select((cell, column) => column == Headings.Length - 1 ? cell : cell.PadRight(widths[column] + 2)));
            report.Line(i == 0 ? report.Painted(Paint.Bold, row) : row);
        }

        var notes = Enumerable.Range(0, rules.Length)
            .SelectMany(index => KernelNotes.Of(rules[index], kernel.Profile).Select(note => (Note: note, decisions.Rules[index].Line)))
            .GroupBy(pair => pair.Note, pair => pair.Line)
            .ToList();
        if (notes.Count > 0)
        {
            report.Line(string.Empty);
            report.Line($"on {kernel.Profile.Name}:");
            foreach (var note in notes)
            {
                report.Line($"  line {string.Join(", ", note.Take(MostLines))}{(note.Count() > MostLines ? ", .." : string.Empty)}: {note.Key}");
            }
        }
    }

    private static void WriteMeanings(Utf8JsonWriter json, DecisionReport decisions, ChosenKernel kernel, int? only)
    {
        var rules = decisions.ActiveRules;
        KernelJson.Write(json, kernel.Profile);
        json.WriteStartArray("rules"u8);
        foreach (var index in Shown(decisions, only))
        {
            var row = RowOf(rules, index, kernel);
            json.WriteStartObject();
            WriteRule(json, decisions, index);
            json.WriteString("meaning"u8, RuleSentence.Of(rules[index]));
            json.WriteString("who"u8, row.Who);
            json.WriteString("what"u8, row.What);
            json.WriteString("where"u8, row.Where);
            json.WriteString("action"u8, row.Action);
            WriteList(json, "notes", KernelNotes.Of(rules[index], kernel.Profile));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (only is null)
        {
            WriteList(json, "summary", PolicySummary.Of(rules, kernel.Context));
        }
    }

    private static RuleRow RowOf(ImmutableArray<PolicyRule> rules, int index, ChosenKernel kernel) =>
        RuleRow.Of(rules[index], kernel.Profile, rules.Skip(index + 1).Any(later => later.IsDo && later.Class == rules[index].Class));

    private static string[] Cells(int line, RuleRow row) => [line.ToString(), row.Who, row.What, row.Where, row.Action];

    private static void WriteList(Utf8JsonWriter json, string name, IEnumerable<string> items)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStringValue(item);
        }

        json.WriteEndArray();
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
            KernelJson.Write(json, kernel.Profile);
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
        var rule = decisions.RuleAt(index);
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
            json.WriteString("wants"u8, ConditionText.Wanted(decisions.RuleAt(index), condition));
            json.WriteString("has"u8, ConditionText.Found(e, condition));
        }
        else
        {
            json.WriteNull("wants"u8);
            json.WriteNull("has"u8);
        }
    }
}
