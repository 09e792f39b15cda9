using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Imara.Cli.Kernels;
using Imara.Cli.Output;
using Imara.Cli.Verbs.Explaining;
using Imara.Diagnostics;
using Imara.Policy.Checking;
using Imara.Policy.Fixing;

namespace Imara.Cli.Verbs.Policies;

/// <summary>The result of a check as a SARIF 2.1.0 log: one run, a rule for each kind of finding that was made, the kernel in the properties of the run.</summary>
internal static class PolicySarifReport
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true };

    /// <summary>Writes the log.</summary>
    public static void Write(PolicyCheck check, ChosenKernel kernel, Report report)
    {
        var bytes = report.Bytes;
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            json.WriteStartObject();
            json.WriteString("$schema"u8, "https://json.schemastore.org/sarif-2.1.0.json");
            json.WriteString("version"u8, "2.1.0");
            json.WriteStartArray("runs"u8);
            json.WriteStartObject();
            var kinds = check.Diagnostics.Select(found => found.Diagnostic.Descriptor).DistinctBy(kind => kind.Id).OrderBy(kind => kind.Id, StringComparer.Ordinal).ToList();
            WriteTool(json, kinds);
            WriteInvocation(json, kernel.NotesFor(check));
            json.WriteString("columnKind"u8, "unicodeCodePoints");
            WriteArtifacts(json, check);
            WriteResults(json, check, kinds);
            json.WriteStartObject("properties"u8);
            KernelJson.Write(json, kernel.Profile);
            json.WriteBoolean("accepted"u8, check.IsAccepted);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        bytes.WriteByte((byte)'\n');
    }

    private static void WriteTool(Utf8JsonWriter json, List<DiagnosticDescriptor> kinds)
    {
        json.WriteStartObject("tool"u8);
        json.WriteStartObject("driver"u8);
        json.WriteString("name"u8, "imara");
        json.WriteString("semanticVersion"u8, BuildVersion.Text);
        json.WriteStartArray("rules"u8);
        foreach (var kind in kinds)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, kind.Id);
            WriteText(json, "shortDescription", kind.Title);
            WriteHelp(json, kind.Id);
            json.WriteStartObject("defaultConfiguration"u8);
            json.WriteString("level"u8, LevelOf(kind.Severity));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    // What was assumed about the kernel stands in no file: SARIF has a place for what a tool says about its own run.
    private static void WriteInvocation(Utf8JsonWriter json, IEnumerable<Diagnostic> notes)
    {
        json.WriteStartArray("invocations"u8);
        json.WriteStartObject();
        json.WriteBoolean("executionSuccessful"u8, true);
        json.WriteStartArray("toolExecutionNotifications"u8);
        foreach (var note in notes)
        {
            json.WriteStartObject();
            json.WriteString("level"u8, "note");
            WriteText(json, "message", $"{note.Descriptor.Id}: {note.Message}");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteArtifacts(Utf8JsonWriter json, PolicyCheck check)
    {
        json.WriteStartArray("artifacts"u8);
        foreach (var source in check.Sources)
        {
            json.WriteStartObject();
            WriteLocation(json, "location", source.Name);
            json.WriteNumber("length"u8, source.Text.Length);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteResults(Utf8JsonWriter json, PolicyCheck check, List<DiagnosticDescriptor> kinds)
    {
        var indices = kinds.Select((kind, index) => (kind.Id, index)).ToDictionary(pair => pair.Id, pair => pair.index, StringComparer.Ordinal);
        json.WriteStartArray("results"u8);
        foreach (var found in check.Diagnostics)
        {
            var diagnostic = found.Diagnostic;
            json.WriteStartObject();
            json.WriteString("ruleId"u8, diagnostic.Descriptor.Id);
            json.WriteNumber("ruleIndex"u8, indices[diagnostic.Descriptor.Id]);
            json.WriteString("level"u8, LevelOf(found.Severity));
            WriteText(json, "message", diagnostic.Help.Length == 0 ? diagnostic.Message : $"{diagnostic.Message}; {diagnostic.Help}");
            json.WriteStartArray("locations"u8);
            json.WriteStartObject();
            json.WriteStartObject("physicalLocation"u8);
            WriteLocation(json, "artifactLocation", check.Sources[found.Source].Name);
            WriteRegion(json, check.Sources[found.Source].Text.Span, found);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndArray();
            WriteFix(json, check.Sources[found.Source].Name, found.Fix);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteFix(Utf8JsonWriter json, string file, TextFix? fix)
    {
        // What SARIF puts in is text; a fix that puts in other bytes stays with `check --fix`.
        if (fix is null || !fix.Edits.All(edit => Utf8.IsValid(edit.Text.Span)))
        {
            return;
        }

        json.WriteStartArray("fixes"u8);
        json.WriteStartObject();
        WriteText(json, "description", fix.Title);
        json.WriteStartArray("artifactChanges"u8);
        json.WriteStartObject();
        WriteLocation(json, "artifactLocation", file);
        json.WriteStartArray("replacements"u8);
        foreach (var edit in fix.Edits)
        {
            json.WriteStartObject();
            json.WriteStartObject("deletedRegion"u8);
            json.WriteNumber("byteOffset"u8, edit.Span.Start);
            json.WriteNumber("byteLength"u8, edit.Span.Length);
            json.WriteEndObject();
            json.WriteStartObject("insertedContent"u8);
            json.WriteString("text"u8, edit.Text.Span);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteRegion(Utf8JsonWriter json, ReadOnlySpan<byte> text, CheckedDiagnostic found)
    {
        var span = found.Diagnostic.Span;
        var lineStart = span.Start - found.Column + 1;
        var column = CodePoints.Count(text[lineStart..span.Start]) + 1;
        json.WriteStartObject("region"u8);
        json.WriteNumber("startLine"u8, found.Line);
        json.WriteNumber("startColumn"u8, column);
        json.WriteNumber("endLine"u8, found.Line);
        json.WriteNumber("endColumn"u8, column + CodePoints.Count(span.Of(text)));
        json.WriteNumber("byteOffset"u8, span.Start);
        json.WriteNumber("byteLength"u8, span.Length);
        json.WriteEndObject();
    }

    // A relative reference or a file: URI; standard input keeps its `-`.
    private static void WriteLocation(Utf8JsonWriter json, string name, string file)
    {
        var path = string.Join('/', file.Split('/').Select(Uri.EscapeDataString));
        json.WriteStartObject(name);
        json.WriteString("uri"u8, file.StartsWith('/') ? "file://" + path : path);
        json.WriteEndObject();
    }

    // There is no address for a helpUri; the page itself is here.
    private static void WriteHelp(Utf8JsonWriter json, string id)
    {
        json.WriteStartObject("help"u8);
        json.WriteString("text"u8, $"`imara explain {id}` shows what it means and what to do");
        if (DiagnosticPages.Find(id) is { } page)
        {
            json.WriteString("markdown"u8, page);
        }

        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text"u8, text);
        json.WriteEndObject();
    }

    private static string LevelOf(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Error => "error",
        DiagnosticSeverity.Warning => "warning",
        _ => "note",
    };
}
