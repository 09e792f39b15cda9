using System.Text.Encodings.Web;
using System.Text.Json;
using Imara.Appraisal.Simulating;
using Imara.Cli.Output;
using Imara.Policy.Rules;

namespace Imara.Cli.Verbs.Policies;

/// <summary>The file of `--deny-list`: one line for each denied access. Made beside its place and moved there when it is complete.</summary>
internal sealed class DenyList : IDisposable
{
    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly string path;
    private readonly string beside;
    private readonly FileStream stream;
    private readonly DecisionReport places;
    private readonly Utf8JsonWriter? json;
    private bool isFirst = true;

    private DenyList(string path, string beside, FileStream stream, DecisionReport places)
    {
        this.path = path;
        this.beside = beside;
        this.stream = stream;
        this.places = places;
        json = path.EndsWith(".jsonl", StringComparison.Ordinal) ? new Utf8JsonWriter(stream, JsonOptions) : null;
    }

    /// <summary>Opens the list, so that a full disk or a wrong path shows before the simulation.</summary>
    public static DenyList? TryOpen(string path, DecisionReport places, Report report)
    {
        var first = $"{path}.{Environment.ProcessId}.new";
        try
        {
            return new DenyList(path, first, new FileStream(first, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 1 << 16), places);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            report.Error($"{path}: {error.Message.ReplaceLineEndings(" ")}");
            return null;
        }
    }

    /// <summary>Writes one access.</summary>
    public void Write(in Failing denied)
    {
        if (json is null)
        {
            var line = string.Join(
                '\t',
                ByteString.Display(denied.Path), denied.Subject.Name, SimulationWords.Of(denied.Kind), PolicyWords.Of(denied.Func), denied.Cause, places.PlaceOf(denied.Rule));
            stream.Write(System.Text.Encoding.UTF8.GetBytes(line + '\n'));
            return;
        }

        json.WriteStartObject();
        if (isFirst)
        {
            json.WriteNumber("schema"u8, 1);
            isFirst = false;
        }

        json.WriteText("path", denied.Path);
        json.WriteString("subject"u8, denied.Subject.Name);
        json.WriteString("access"u8, SimulationWords.Of(denied.Kind));
        json.WriteString("func"u8, PolicyWords.Of(denied.Func));
        json.WriteString("cause"u8, denied.Cause);
        places.WritePlace(json, denied.Rule);
        json.WriteEndObject();
        json.Flush();
        json.Reset();
        stream.Write("\n"u8);
    }

    /// <summary>Moves the list to its place.</summary>
    public bool TryFinish(Report report)
    {
        try
        {
            stream.Flush(flushToDisk: true);
            stream.Dispose();
            File.Move(beside, path, overwrite: true);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            report.Error($"{path}: {error.Message.ReplaceLineEndings(" ")}");
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        stream.Dispose();
        json?.Dispose();
        File.Delete(beside);
    }
}
