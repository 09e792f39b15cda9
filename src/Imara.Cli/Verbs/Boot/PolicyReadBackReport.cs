using System.Text.Json;
using Imara.Boot.InForce;
using Imara.Cli.Output;
using Imara.Cli.Verbs.Policies;
using Imara.Policy.Parsing;

namespace Imara.Cli.Verbs.Boot;

/// <summary>The difference between a policy and the one in force, as text and as JSON.</summary>
internal static class PolicyReadBackReport
{
    /// <summary>Writes it as text: lines in the form that reads back, then what they mean.</summary>
    public static void Write(PolicyReadBack readBack, RuleContext context, Report report)
    {
        report.Line($"policy {readBack.Intended.Sources[0].Name} against the one in force");
        foreach (var (_, line) in readBack.Lines.OnlyIntended)
        {
            report.Line(report.Painted(Paint.Red, $"  - {line}"));
        }

        foreach (var (_, line) in readBack.Lines.OnlyLive)
        {
            report.Line(report.Painted(Paint.Green, $"  + {line}"));
        }

        if (readBack.Lines.IsSame && !report.Quiet)
        {
            report.Line("  the same lines");
        }

        if (readBack.Meaning is { } meaning)
        {
            PolicyDifferenceReport.WriteText(meaning, new DecisionReport(readBack.Intended, context.Kernel), new DecisionReport(readBack.Live, context.Kernel), report);
        }
    }

    /// <summary>Writes it as the member <c>readback</c>.</summary>
    public static void Write(Utf8JsonWriter json, PolicyReadBack readBack)
    {
        json.WriteStartObject("readback"u8);
        json.WriteBoolean("accepted"u8, readBack.Intended.IsAccepted);
        json.WriteBoolean("same_lines"u8, readBack.Lines.IsSame);
        if (readBack.Meaning is { } meaning)
        {
            json.WriteBoolean("same_meaning"u8, meaning.IsSame);
            json.WriteBoolean("complete"u8, meaning.Unfinished.IsEmpty);
        }
        else
        {
            json.WriteNull("same_meaning"u8);
        }

        WriteLines(json, "missing", readBack.Lines.OnlyIntended);
        WriteLines(json, "added", readBack.Lines.OnlyLive);
        json.WriteEndObject();
    }

    private static void WriteLines(Utf8JsonWriter json, string name, IEnumerable<(int Index, ByteString Line)> lines)
    {
        json.WriteStartArray(name);
        foreach (var (_, line) in lines)
        {
            json.WriteTextValue(line.Span);
        }

        json.WriteEndArray();
    }
}
