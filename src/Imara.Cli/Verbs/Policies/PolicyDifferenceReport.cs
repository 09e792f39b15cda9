using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Imara.Cli.Kernels;
using Imara.Cli.Output;
using Imara.Evaluation;
using Imara.Evaluation.Differences;
using Imara.Evaluation.Events;
using Imara.Evaluation.Explaining;
using Imara.Policy.Rules;

namespace Imara.Cli.Verbs.Policies;

/// <summary>Differences of two policies as text and as JSON.</summary>
internal static class PolicyDifferenceReport
{
    private const int MostFuncs = 4;

    /// <summary>Writes them.</summary>
    public static void Write(PolicyComparison comparison, DecisionReport a, DecisionReport b, ChosenKernel kernel, Report report)
    {
        foreach (var group in comparison.Unfinished.GroupBy(one => one.Class, one => one.Func))
        {
            report.Error($"{PolicyWords.Of(group.Key)} was not compared to the end for {string.Join(", ", group.Select(PolicyWords.Of))}: the policies are too large or too different");
        }

        if (report.Format == OutputFormat.Json)
        {
            report.Json(json => Write(json, comparison, a, b, kernel));
        }
        else
        {
            WriteText(comparison, a, b, report);
        }
    }

    /// <summary>Writes them as text.</summary>
    public static void WriteText(PolicyComparison comparison, DecisionReport a, DecisionReport b, Report report)
    {
        foreach (var difference in comparison.Differences)
        {
            report.Line(report.Painted(Paint.Bold, $"{OutcomeText.Of(difference.Class, difference.From)} -> {OutcomeText.Of(difference.Class, difference.To)}"));
            WriteRules("a", difference.RulesOfA, a, report);
            WriteRules("b", difference.RulesOfB, b, report);
            report.Line($"  for {Short(FuncsOf(difference))}{string.Concat(ConditionsOf(difference, a, b).Select(condition => $", {condition}"))}");
            report.Line($"  event {EventOf(difference.Witness)}");
        }

        foreach (var global in comparison.Globals)
        {
            report.Line(report.Painted(Paint.Bold, $"{MeaningOf(global.Effect)}: {global.From} -> {global.To}"));
        }

        if (!report.Quiet)
        {
            var count = comparison.Differences.Length + comparison.Globals.Length;
            report.Line(count > 0 ? PolicyCheckReport.Count(count, "difference") : comparison.IsSame ? "no difference" : "no difference found");
        }
    }

    private static void WriteRules(string side, ImmutableArray<int> rules, DecisionReport policy, Report report)
    {
        foreach (var index in rules)
        {
            report.Line($"  {side} {policy.PlaceOf(index)}: {TextOf(policy, index)}");
        }

        if (rules.IsEmpty)
        {
            report.Line($"  {side} no rule");
        }
    }

    private static void Write(Utf8JsonWriter json, PolicyComparison comparison, DecisionReport a, DecisionReport b, ChosenKernel kernel)
    {
        KernelJson.Write(json, kernel.Profile);
        json.WriteBoolean("same"u8, comparison.IsSame);
        json.WriteBoolean("complete"u8, comparison.Unfinished.IsEmpty);
        json.WriteStartArray("differences"u8);
        foreach (var difference in comparison.Differences)
        {
            json.WriteStartObject();
            json.WriteString("class"u8, PolicyWords.Of(difference.Class));
            WriteOutcome(json, "from", difference.Class, difference.From);
            WriteOutcome(json, "to", difference.Class, difference.To);
            WriteRules(json, "a", difference.RulesOfA, a);
            WriteRules(json, "b", difference.RulesOfB, b);
            WriteList(json, "funcs", FuncsOf(difference));
            WriteList(json, "conditions", ConditionsOf(difference, a, b));
            json.WritePropertyName("event"u8);
            PolicyEventWriter.Write(json, difference.Witness);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("globals"u8);
        foreach (var global in comparison.Globals)
        {
            json.WriteStartObject();
            json.WriteString("effect"u8, NameOf(global.Effect));
            json.WriteString("from"u8, global.From);
            json.WriteString("to"u8, global.To);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("unfinished"u8);
        foreach (var (actionClass, func) in comparison.Unfinished)
        {
            json.WriteStartObject();
            json.WriteString("class"u8, PolicyWords.Of(actionClass));
            json.WriteString("func"u8, PolicyWords.Of(func));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteOutcome(Utf8JsonWriter json, string name, ActionClass actionClass, ClassOutcome outcome)
    {
        json.WriteStartObject(name);
        json.WriteBoolean("does"u8, outcome.Does);
        if (outcome.Does && actionClass == ActionClass.Measure)
        {
            json.WriteNumber("pcr"u8, outcome.Pcr ?? 0);
            json.WriteString("template"u8, outcome.Template);
        }

        if (outcome.Does)
        {
            json.WriteString("digest"u8, (outcome.Options & RuleOptions.Verity) != 0 ? "verity" : "file");
        }

        if (outcome.Does && actionClass == ActionClass.Appraise)
        {
            json.WriteString("requires"u8, OutcomeText.Requirement(outcome.Options));
            json.WriteBoolean("blacklist"u8, (outcome.Options & RuleOptions.CheckBlacklist) != 0);
            json.WriteBoolean("permit_directio"u8, (outcome.Options & RuleOptions.PermitDirectio) != 0);
            json.WriteBoolean("as_file_check"u8, outcome.IsAsFile);
            json.WriteString("algos"u8, outcome.Algos?.ToString());
        }

        json.WriteString("text"u8, OutcomeText.Of(actionClass, outcome));
        json.WriteEndObject();
    }

    private static void WriteRules(Utf8JsonWriter json, string name, ImmutableArray<int> rules, DecisionReport policy)
    {
        json.WriteStartArray(name);
        foreach (var index in rules)
        {
            json.WriteStartObject();
            policy.WritePlace(json, index);
            json.WriteText("rule", policy.LoadableText(index).Span);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteList(Utf8JsonWriter json, string name, IEnumerable<string> items)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStringValue(item);
        }

        json.WriteEndArray();
    }

    private static IEnumerable<string> FuncsOf(PolicyDifference difference) => difference.Funcs.Select(PolicyWords.Of);

    private static IEnumerable<string> ConditionsOf(PolicyDifference difference, DecisionReport a, DecisionReport b) =>
        difference.RulesOfA.Select(index => a.RuleAt(index)).Concat(difference.RulesOfB.Select(index => b.RuleAt(index)))
            .SelectMany(ConditionText.Conditions).Distinct(StringComparer.Ordinal);

    // A rule without func is about every event on files.
    private static string Short(IEnumerable<string> funcs)
    {
        var names = funcs.ToList();
        return names.Count <= MostFuncs ? string.Join(", ", names) : $"{string.Join(", ", names[..MostFuncs])} and {names.Count - MostFuncs} more";
    }

    private static string TextOf(DecisionReport policy, int index) => policy.LoadableText(index).ToString();

    private static string EventOf(in PolicyEvent e)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Report.JsonOptions))
        {
            PolicyEventWriter.Write(json, e);
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    private static string NameOf(GlobalEffect effect) => effect switch
    {
        GlobalEffect.Measuring => "measuring",
        GlobalEffect.Appraising => "appraising",
        GlobalEffect.SetxattrAlgos => "setxattr_algos",
        GlobalEffect.AppraisingModules => "appraise_modules",
        GlobalEffect.AppraisingFirmware => "appraise_firmware",
        GlobalEffect.AppraisingPolicy => "appraise_policy",
        _ => "appraise_kexec",
    };

    private static string MeaningOf(GlobalEffect effect) => effect switch
    {
        GlobalEffect.Measuring => "violations are looked for",
        GlobalEffect.Appraising => "mprotect is judged and changes of security.ima are seen",
        GlobalEffect.SetxattrAlgos => "algorithms that may be written to security.ima",
        GlobalEffect.AppraisingModules => "init_module(2) is refused in enforce mode",
        GlobalEffect.AppraisingFirmware => "the sysfs fallback for firmware is refused in enforce mode",
        GlobalEffect.AppraisingPolicy => "policies have to be signed until reboot",
        _ => "kexec_load(2) is refused in enforce mode",
    };
}
