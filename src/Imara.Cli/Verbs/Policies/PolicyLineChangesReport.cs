using System.Collections.Immutable;
using System.Text.Json;
using Imara.Cli.Input;
using Imara.Cli.Output;
using Imara.Policy.Checking;
using Imara.Policy.Kernels;
using Imara.Policy.Vocabularies;

namespace Imara.Cli.Verbs.Policies;

/// <summary>The lines that two kernels answer differently, as text and as JSON.</summary>
internal static class PolicyLineChangesReport
{
    /// <summary>Writes them in the format asked for.</summary>
    public static void Write(KernelProfile a, KernelProfile b, PolicyCheck one, PolicyCheck other, ImmutableArray<PolicyLineChange> changes, Report report)
    {
        if (report.Format == OutputFormat.Json)
        {
            report.Json(json => WriteJson(json, (a, one), (b, other), changes));
            return;
        }

        foreach (var change in changes)
        {
            report.Line($"{InputFile.NameOf(one.Sources[change.Source].Name)}:{change.Line}:");
            report.Line($"  {a.Name}: {AnswerOf(one, change.First)}");
            report.Line($"  {b.Name}: {AnswerOf(other, change.Second)}");
        }

        if (!report.Quiet)
        {
            report.Line($"{a.Name} {Verdict(one)}, {b.Name} {Verdict(other)}: {PolicyCheckReport.Count(changes.Length, "line")} with another answer");
        }
    }

    private static string Verdict(PolicyCheck check) => check.IsAccepted ? "accepts the policy" : "refuses the policy";

    private static string AnswerOf(PolicyCheck check, CheckedLine? line)
    {
        if (line is null)
        {
            return "no rule";
        }

        if (line.IsAccepted)
        {
            return line.Canonical is { } text ? $"accepted, reads back as {text.ToString().TrimEnd()}" : "accepted, hidden from readers";
        }

        return ReasonOf(check, line) is { } reason ? $"refused with {line.Errno}: {reason}" : $"refused with {line.Errno}";
    }

    private static string? ReasonOf(PolicyCheck check, CheckedLine line) =>
        check.Diagnostics.FirstOrDefault(found => found.Source == line.Source && found.Line == line.Line) is { } found
            ? $"{found.Diagnostic.Descriptor.Id} {found.Diagnostic.Message}"
            : null;

    private static void WriteJson(Utf8JsonWriter json, (KernelProfile Kernel, PolicyCheck Check) a, (KernelProfile Kernel, PolicyCheck Check) b, ImmutableArray<PolicyLineChange> changes)
    {
        json.WriteString("a"u8, a.Kernel.Name);
        json.WriteString("b"u8, b.Kernel.Name);
        json.WriteBoolean("accepted_a"u8, a.Check.IsAccepted);
        json.WriteBoolean("accepted_b"u8, b.Check.IsAccepted);
        json.WriteStartArray("lines"u8);
        foreach (var change in changes)
        {
            json.WriteStartObject();
            json.WriteString("file"u8, a.Check.Sources[change.Source].Name);
            json.WriteNumber("line"u8, change.Line);
            WriteAnswer(json, "a", a.Check, change.First);
            WriteAnswer(json, "b", b.Check, change.Second);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteAnswer(Utf8JsonWriter json, string name, PolicyCheck check, CheckedLine? line)
    {
        if (line is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        json.WriteBoolean("accepted"u8, line.IsAccepted);
        json.WriteString("errno"u8, line.IsAccepted ? null : line.Errno.ToString());
        if (line.Canonical is { } canonical)
        {
            json.WriteText("canonical", canonical.Span);
        }
        else
        {
            json.WriteNull("canonical"u8);
        }

        json.WriteString("reason"u8, line.IsAccepted ? null : ReasonOf(check, line));
        json.WriteEndObject();
    }
}
