using System.Text.Json;
using Imara.Cli.Kernels;
using Imara.Cli.Output;
using Imara.Diagnostics;
using Imara.Policy.Checking;
using Imara.Policy.Fixing;

namespace Imara.Cli.Verbs.Policies;

/// <summary>The result of a check as text, as JSON and as SARIF.</summary>
internal static class PolicyCheckReport
{
    private const int FlushAt = 64 * 1024;

    /// <summary>Writes it in the format asked for.</summary>
    /// <param name="check">The check with its findings and their fixes; that of the fixed text, if there is one.</param>
    /// <param name="policy">What was fixed; null if nothing was to be.</param>
    /// <param name="kernel">The kernel.</param>
    /// <param name="report">Where to.</param>
    public static void Write(PolicyCheck check, FixedPolicy? policy, ChosenKernel kernel, Report report)
    {
        switch (report.Format)
        {
            case OutputFormat.Json:
                report.Json(json => WriteJson(json, check, policy, kernel));
                break;
            case OutputFormat.Sarif:
                PolicySarifReport.Write(check, kernel, report);
                break;
            default:
                WriteText(check, kernel, report);
                break;
        }
    }

    /// <summary>A number and its noun.</summary>
    public static string Count(int count, string noun) => $"{count} {noun}{(count == 1 ? string.Empty : "s")}";

    /// <summary>A number and its noun, with a plural of its own.</summary>
    public static string Count(long count, string noun, string plural) => $"{count} {(count == 1 ? noun : plural)}";

    private static void WriteText(PolicyCheck check, ChosenKernel kernel, Report report)
    {
        foreach (var note in kernel.NotesFor(check))
        {
            report.Note($"{note.Descriptor.Id}: {note.Message}");
        }

        var found = check.Diagnostics.Where(one => !report.Quiet || one.Severity != DiagnosticSeverity.Info).ToList();
        var shown = report.Verbose ? found.Count : Math.Min(found.Count, DiagnosticText.UsualCount);
        foreach (var one in found.Take(shown))
        {
            DiagnosticText.Write(check, one, report);
        }

        if (shown < found.Count)
        {
            report.Line($"{found.Count - shown} more; --verbose shows all");
        }

        if (check.Undescribed > 0)
        {
            report.Line($"{check.Undescribed} more that are too many to describe");
        }

        if (!report.Quiet)
        {
            var refused = check.Lines.Count(line => !line.IsAccepted);
            var verdict = check.IsAccepted ? report.Painted(Paint.Green, "accepted") : report.Painted(Paint.Red, "refused");
            var warnings = found.Count(one => one.Severity == DiagnosticSeverity.Warning);
            report.Line($"{verdict} by kernel {kernel.Profile.Name}: {Count(check.Lines.Length, "rule")}, {refused} refused, {Count(warnings, "warning")}");
        }
    }

    /// <summary>The members of the answer of one kernel.</summary>
    public static void WriteJson(Utf8JsonWriter json, PolicyCheck check, FixedPolicy? policy, ChosenKernel kernel)
    {
        KernelJson.Write(json, kernel.Profile);
        json.WriteBoolean("accepted"u8, check.IsAccepted);
        json.WriteStartArray("rules"u8);
        foreach (var line in check.Lines)
        {
            WriteRule(json, check, line);
            FlushLarge(json);
        }

        json.WriteEndArray();
        json.WriteStartArray("diagnostics"u8);
        foreach (var found in check.Diagnostics)
        {
            WriteDiagnostic(json, found.Diagnostic, check.Sources[found.Source].Name, found);
            FlushLarge(json);
        }

        foreach (var note in kernel.NotesFor(check))
        {
            WriteDiagnostic(json, note, null, null);
        }

        json.WriteEndArray();
        json.WriteNumber("undescribed"u8, check.Undescribed);
        if (policy is not null)
        {
            WriteFixed(json, policy);
        }
    }

    // Lines and columns are those of the text before the fix.
    private static void WriteFixed(Utf8JsonWriter json, FixedPolicy policy)
    {
        json.WriteStartArray("fixed"u8);
        foreach (var found in policy.Fixed)
        {
            WriteDiagnostic(json, found.Diagnostic, policy.Check.Sources[found.Source].Name, found);
            FlushLarge(json);
        }

        json.WriteEndArray();
    }

    private static void WriteRule(Utf8JsonWriter json, PolicyCheck check, CheckedLine line)
    {
        json.WriteStartObject();
        json.WriteString("file"u8, check.Sources[line.Source].Name);
        json.WriteNumber("line"u8, line.Line);
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

        json.WriteEndObject();
    }

    /// <summary>Writes a diagnostic as an object; a note about the kernel stands in no file.</summary>
    public static void WriteDiagnostic(Utf8JsonWriter json, Diagnostic diagnostic, string? file, CheckedDiagnostic? place)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, diagnostic.Descriptor.Id);
        json.WriteString("severity"u8, DiagnosticText.NameOf(place?.Severity ?? diagnostic.Descriptor.Severity));
        json.WriteString("file"u8, file);
        WriteNumber(json, "line", place?.Line);
        WriteNumber(json, "column", place?.Column);
        WriteNumber(json, "length", place?.Diagnostic.Span.Length);
        WriteNumber(json, "offset", place?.Diagnostic.Span.Start);
        json.WriteString("message"u8, diagnostic.Message);
        json.WriteString("help"u8, diagnostic.Help);
        json.WriteString("fix"u8, place?.Fix?.Title);
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, int? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static void FlushLarge(Utf8JsonWriter json)
    {
        if (json.BytesPending > FlushAt)
        {
            json.Flush();
        }
    }
}
