using System.Text.Json;
using Imara.Cli.Output;
using Imara.Policy.Kernels;
using Imara.Policy.Rules;
using Imara.Policy.Vocabularies;

namespace Imara.Cli.Verbs.Policies;

/// <summary>What one kernel knows, as text and as JSON.</summary>
internal static class VocabularyReport
{
    private const int Width = 13;
    private static readonly WordKind[] Kinds = Enum.GetValues<WordKind>();

    /// <summary>Writes it in the format asked for.</summary>
    public static void Write(KernelVocabulary vocabulary, Report report)
    {
        if (report.Format == OutputFormat.Json)
        {
            report.Json(json => WriteJson(json, vocabulary));
        }
        else
        {
            WriteText(vocabulary, report);
        }
    }

    /// <summary>The members that say which kernel it is and what its defaults are.</summary>
    public static void WriteFacts(Utf8JsonWriter json, KernelProfile kernel)
    {
        json.WriteString("kernel"u8, kernel.Name);
        json.WriteString("version"u8, kernel.Version.ToString());
        json.WriteString("release"u8, kernel.Release);
        json.WriteString("default_hash"u8, HashAlgos.NameOf(kernel.DefaultHash));
        json.WriteString("default_template"u8, kernel.DefaultTemplate);
        json.WriteNumber("pcr"u8, kernel.MeasurePcr);
    }

    /// <summary>The members <c>since</c>, <c>backports</c> and <c>needs</c> of a row of the version table; null where there is none.</summary>
    public static void WriteOrigin(Utf8JsonWriter json, KernelFeatureRow? row)
    {
        json.WriteString("since"u8, row?.Since.ToString());
        json.WriteStartArray("backports"u8);
        foreach (var point in row?.Backports ?? [])
        {
            json.WriteStringValue(point.ToString());
        }

        json.WriteEndArray();
        json.WriteString("needs"u8, row is null || row.Gate == KernelOption.None ? null : KernelVocabulary.NameOf(row.Gate));
    }

    /// <summary>When a row of the version table came, for people.</summary>
    public static string OriginOf(KernelFeatureRow row)
    {
        var text = $"since {row.Since}";
        text += row.Backports.IsEmpty ? string.Empty : $", also {string.Join(", ", row.Backports)}";
        return row.Gate == KernelOption.None ? text : $"{text}, with {KernelVocabulary.NameOf(row.Gate)}";
    }

    private static void WriteText(KernelVocabulary vocabulary, Report report)
    {
        var kernel = vocabulary.Kernel;
        Row(report, "kernel", kernel.Name == kernel.Version.ToString() ? kernel.Name : $"{kernel.Name} ({kernel.Version})");
        Row(report, "defaults", $"hash {HashAlgos.NameOf(kernel.DefaultHash)}, template {kernel.DefaultTemplate}, PCR {kernel.MeasurePcr}");
        foreach (var kind in Kinds)
        {
            var words = vocabulary.Words.Where(word => word.Kind == kind).ToArray();
            Row(report, KernelDifferences.NameOf(kind), string.Join(' ', words.Where(word => word.IsKnown).Select(word => word.Word).DefaultIfEmpty("none")));
            foreach (var reason in words.Where(word => !word.IsKnown).GroupBy(word => ReasonOf(word, kernel.Version)))
            {
                Row(report, string.Empty, $"not {string.Join(", ", reason.Select(word => word.Word))}: {reason.Key}");
            }
        }

        foreach (var option in vocabulary.Options)
        {
            Row(report, option == vocabulary.Options[0] ? "options" : string.Empty, option);
        }

        WriteUses(vocabulary, report);
        report.Line("what differs between kernels");
        foreach (var (row, isOn) in vocabulary.Quirks)
        {
            report.Line($"  {(isOn ? "yes" : "no "),-4}{row.Meaning} ({OriginOf(row)}; {row.Source})");
        }
    }

    // Funcs that take the same share a paragraph.
    private static void WriteUses(KernelVocabulary vocabulary, Report report)
    {
        report.Line("what a rule may hold");
        var known = vocabulary.Words.Where(word => word.IsKnown && word.Kind == WordKind.Func).Select(word => word.Word).ToHashSet();
        var funcs = vocabulary.Uses.Where(use => use.Func == PolicyFunc.None || known.Contains(PolicyWords.Of(use.Func)))
            .GroupBy(use => use.Func, (func, uses) => (Func: func, Text: string.Join('\n', TextsOf(uses))));
        foreach (var group in funcs.GroupBy(func => func.Text, func => func.Func == PolicyFunc.None ? "no func" : PolicyWords.Of(func.Func)))
        {
            report.Line("  " + string.Join(", ", group));
            foreach (var text in group.Key.Split('\n'))
            {
                report.Line("    " + text);
            }
        }
    }

    private static IEnumerable<string> TextsOf(IEnumerable<FuncUse> uses) =>
        uses.Where(use => !use.Actions.IsEmpty)
            .GroupBy(use => string.Join(' ', use.Actions.Select(PolicyWords.Of)), use => use.Item)
            .Select(group => $"{group.Key}: {string.Join(' ', group)}");

    // Words that came with the same version share a line.
    private static string ReasonOf(KernelWord word, KernelVersion version) =>
        word.Feature is { } row && !row.IsIn(version) ? $"{row.Since} and later" : word.Reason!.Replace($"`{word.Word}`", "it", StringComparison.Ordinal);

    private static void Row(Report report, string name, string text) => report.Line($"{name.PadRight(Width)} {text}");

    private static void WriteJson(Utf8JsonWriter json, KernelVocabulary vocabulary)
    {
        WriteFacts(json, vocabulary.Kernel);
        WriteStrings(json, "options", vocabulary.Options);
        json.WriteStartArray("words"u8);
        foreach (var word in vocabulary.Words)
        {
            json.WriteStartObject();
            json.WriteString("kind"u8, KernelDifferences.NameOf(word.Kind));
            json.WriteString("word"u8, word.Word);
            json.WriteBoolean("known"u8, word.IsKnown);
            WriteOrigin(json, word.Feature);
            json.WriteString("section"u8, word.Section);
            json.WriteString("reason"u8, word.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("uses"u8);
        foreach (var use in vocabulary.Uses)
        {
            json.WriteStartObject();
            json.WriteString("func"u8, use.Func == PolicyFunc.None ? null : PolicyWords.Of(use.Func));
            json.WriteString("item"u8, use.Item);
            WriteStrings(json, "actions", use.Actions.Select(PolicyWords.Of));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("quirks"u8);
        foreach (var (row, isOn) in vocabulary.Quirks)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, row.Feature.ToString());
            json.WriteBoolean("on"u8, isOn);
            json.WriteString("touches"u8, row.Touches.ToString().ToLowerInvariant());
            WriteOrigin(json, row);
            json.WriteString("section"u8, row.Source);
            json.WriteString("meaning"u8, row.Meaning);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteStrings(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
