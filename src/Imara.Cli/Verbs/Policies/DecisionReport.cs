using System.Collections.Immutable;
using System.Text.Json;
using Imara.Cli.Input;
using Imara.Cli.Output;
using Imara.Evaluation;
using Imara.Evaluation.Events;
using Imara.Evaluation.Expectations;
using Imara.Policy.Checking;
using Imara.Policy.Formatting;
using Imara.Policy.Kernels;
using Imara.Policy.Rules;

namespace Imara.Cli.Verbs.Policies;

/// <summary>Decisions as text and as JSON, with the lines of the rules that made them.</summary>
internal sealed class DecisionReport(PolicyCheck check, KernelProfile kernel)
{
    private readonly ImmutableArray<CheckedLine> rules = [.. check.Lines.Where(line => line.Rule is not null)];

    /// <summary>The line of each active rule, in order.</summary>
    public ImmutableArray<CheckedLine> Rules => rules;

    /// <summary>The active rules, in order.</summary>
    public ImmutableArray<PolicyRule> ActiveRules => check.Rules;

    /// <summary>One of them.</summary>
    public PolicyRule RuleAt(int rule) => rules[rule].Rule!;

    /// <summary>Where each stands.</summary>
    public ImmutableArray<RulePlace> Places => [.. rules.Select(line => new RulePlace(check.Sources[line.Source].Name, line.Line))];

    /// <summary>A rule in the form the kernel takes.</summary>
    public ByteString LoadableText(int rule) => LoadableRule.Write(RuleAt(rule), kernel);

    /// <summary>Writes the decision about one event.</summary>
    public void Write(int index, PolicyEvent e, PolicyDecision decision, Report report)
    {
        if (report.Format != OutputFormat.Json)
        {
            report.Line($"{index}: {TextOf(e, decision)}");
            return;
        }

        report.Json(json =>
        {
            json.WriteNumber("event"u8, index);
            WriteMembers(json, e, decision);
        });
    }

    /// <summary>Writes that an event could not be read.</summary>
    public static void WriteError(int index, FormatError error, Report report)
    {
        if (report.Format != OutputFormat.Json)
        {
            report.Line($"{index}: could not be read: {error}");
            return;
        }

        report.Json(json =>
        {
            json.WriteNumber("event"u8, index);
            json.WriteString("error"u8, error.ToString());
        });
    }

    /// <summary>The members <c>actions</c> and <c>blocked</c>.</summary>
    public void WriteMembers(Utf8JsonWriter json, in PolicyEvent e, in PolicyDecision decision)
    {
        json.WriteStartArray("actions"u8);
        foreach (var actionClass in InOrder(decision.Actions))
        {
            json.WriteStartObject();
            json.WriteString("action"u8, PolicyWords.Of(actionClass));
            WritePlace(json, decision.RuleOf(actionClass));
            if (actionClass == ActionClass.Measure)
            {
                var target = MeasureTarget.Of(decision, e, kernel);
                json.WriteNumber("pcr"u8, target.Pcr);
                json.WriteString("template"u8, target.Template);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("blocked"u8);
        foreach (var actionClass in InOrder(decision.Blocked))
        {
            json.WriteStartObject();
            json.WriteString("class"u8, PolicyWords.Of(actionClass));
            WritePlace(json, decision.RuleOf(actionClass));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>The decision on one line.</summary>
    public string TextOf(in PolicyEvent e, in PolicyDecision decision)
    {
        var parts = new List<string>();
        foreach (var actionClass in InOrder(decision.Actions))
        {
            var part = $"{PolicyWords.Of(actionClass)} ({PlaceOf(decision.RuleOf(actionClass))})";
            if (actionClass == ActionClass.Measure)
            {
                var target = MeasureTarget.Of(decision, e, kernel);
                part += $" into PCR {target.Pcr} as {target.Template}";
            }

            parts.Add(part);
        }

        foreach (var actionClass in InOrder(decision.Blocked))
        {
            parts.Add($"no {PolicyWords.Of(actionClass)} ({PlaceOf(decision.RuleOf(actionClass))})");
        }

        return parts.Count == 0 ? "nothing" : string.Join(", ", parts);
    }

    /// <summary><c>FILE:LINE</c> of a rule.</summary>
    public string PlaceOf(int rule) => $"{InputFile.NameOf(check.Sources[rules[rule].Source].Name)}:{rules[rule].Line}";

    /// <summary>The members <c>file</c> and <c>line</c> of a rule.</summary>
    public void WritePlace(Utf8JsonWriter json, int rule)
    {
        json.WriteString("file"u8, check.Sources[rules[rule].Source].Name);
        json.WriteNumber("line"u8, rules[rule].Line);
    }

    private static ImmutableArray<ActionClass> InOrder(ActionClass set)
    {
        var classes = ImmutableArray.CreateBuilder<ActionClass>(4);
        foreach (var actionClass in (ReadOnlySpan<ActionClass>)[ActionClass.Measure, ActionClass.Appraise, ActionClass.Audit, ActionClass.Hash])
        {
            if ((set & actionClass) != 0)
            {
                classes.Add(actionClass);
            }
        }

        return classes.DrainToImmutable();
    }
}
