using System.Text.Json;
using Imara.Boot.Loading;
using Imara.Boot.Witnesses;
using Imara.Cli.Output;
using Imara.Cli.Verbs.Policies;
using Imara.Diagnostics;
using Imara.Policy.Checking;

namespace Imara.Cli.Verbs.Boot;

/// <summary>What became of a load, as text and as JSON.</summary>
internal static class BootLoadReport
{
    /// <summary>Writes it in the format asked for.</summary>
    /// <param name="result">What became of it.</param>
    /// <param name="isGood">True if that is a success.</param>
    /// <param name="console">What was told on the way.</param>
    /// <param name="report">Where to.</param>
    public static void Write(LoadResult result, bool isGood, BootConsole console, Report report)
    {
        if (report.Format == OutputFormat.Json)
        {
            report.Json(json => WriteJson(json, result, console));
        }

        console.Answer(TextOf(result), isGood);
    }

    private static string TextOf(LoadResult result) => result.State switch
    {
        LoadState.Loaded when result.Method is { } method =>
            $"loaded {result.Policy} {(method == LoadMethod.Path ? "by its path" : "rule by rule")}: {PolicyCheckReport.Count(result.Check!.Lines.Length, "rule")}",
        LoadState.Loaded => $"in force: {result.Policy}",
        LoadState.Missing => "no policy",
        LoadState.Denying => $"in force, and refuses what is signed: {result.Policy}",
        LoadState.Unproven => $"in force, and no signature was seen to pass: {result.Policy}",
        LoadState.Uncertain => $"uncertain: {result.Policy}",
        _ => $"not loaded: {result.Policy}",
    };

    private static void WriteJson(Utf8JsonWriter json, LoadResult result, BootConsole console)
    {
        json.WriteString("policy"u8, result.Policy);
        json.WriteString("method"u8, result.Method switch { LoadMethod.Path => "path", LoadMethod.Lines => "lines", _ => null });
        json.WriteBoolean("loaded"u8, result.State == LoadState.Loaded);
        json.WriteString("state"u8, result.State.ToString().ToLowerInvariant());
        WriteWitness(json, result.Witness);
        json.WriteStartArray("keys"u8);
        foreach (var key in result.Keys)
        {
            WriteKey(json, key);
        }

        json.WriteEndArray();
        json.WriteStartArray("refused"u8);
        if (result.State == LoadState.Refused && result.Check is { } check)
        {
            foreach (var found in check.Diagnostics.Where(found => found.Severity == DiagnosticSeverity.Error))
            {
                PolicyCheckReport.WriteDiagnostic(json, found.Diagnostic, check.Sources[found.Source].Name, found);
            }
        }

        if (result.RefusedRule is { } rule)
        {
            json.WriteStartObject();
            json.WriteString("file"u8, result.Policy);
            json.WriteNumber("line"u8, rule.Line);
            json.WriteString("errno"u8, rule.Errno.ToString());
            json.WriteText("text", rule.Text.Span);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteArray(json, "notes", console.Notes);
        WriteArray(json, "errors", console.Failures);
    }

    private static void WriteWitness(Utf8JsonWriter json, WitnessReport witness)
    {
        json.WriteStartObject("witness"u8);
        json.WriteString("outcome"u8, JsonNamingPolicy.SnakeCaseLower.ConvertName(witness.Outcome.ToString()));
        json.WriteString("path"u8, witness.Witness?.Path);
        json.WriteString("access"u8, witness.Witness?.Kind.ToString().ToLowerInvariant());
        json.WriteString("reason"u8, witness.Reason);
        json.WriteEndObject();
    }

    private static void WriteKey(Utf8JsonWriter json, LoadedKey key)
    {
        json.WriteStartObject();
        json.WriteString("file"u8, key.File);
        json.WriteString("keyring"u8, key.Keyring);
        if (key.Errno == Errno.None)
        {
            json.WriteNumber("serial"u8, key.Serial);
        }
        else
        {
            json.WriteNull("serial"u8);
        }

        json.WriteString("errno"u8, key.Errno == Errno.None ? null : key.Errno.ToString());
        json.WriteString("reason"u8, BootConsole.ReasonOf(key));
        json.WriteEndObject();
    }

    /// <summary>Writes a member that is a list of texts.</summary>
    public static void WriteArray(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
