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

    private readonly FileBeside file;
    private readonly DecisionReport places;
    private readonly Utf8JsonWriter? json;
    private bool isFirst = true;

    private DenyList(string path, FileBeside file, DecisionReport places)
    {
        this.file = file;
        this.places = places;
        json = path.EndsWith(".jsonl", StringComparison.Ordinal) ? new Utf8JsonWriter(file.Stream, JsonOptions) : null;
    }

    /// <summary>Opens the list, so that a full disk or a wrong path shows before the simulation.</summary>
    public static DenyList? TryOpen(string path, DecisionReport places, Report report) =>
        FileBeside.Open(path, report) is { } file ? new DenyList(path, file, places) : null;

    /// <summary>Writes one access.</summary>
    public void Write(in Failing denied)
    {
        if (json is null)
        {
            var line = string.Join(
                '\t',
                ByteString.Display(denied.Path), denied.Subject.Name, SimulationWords.Of(denied.Kind), PolicyWords.Of(denied.Func), denied.Cause, places.PlaceOf(denied.Rule));
            file.Stream.Write(System.Text.Encoding.UTF8.GetBytes(line + '\n'));
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
        file.Stream.Write("\n"u8);
    }

    /// <summary>Moves the list to its place.</summary>
    public bool TryFinish(Report report) => file.TryPlace(report);

    /// <inheritdoc/>
    public void Dispose()
    {
        // Every line is written out already, and the file may be closed.
        json?.Reset(Stream.Null);
        json?.Dispose();
        file.Dispose();
    }
}
