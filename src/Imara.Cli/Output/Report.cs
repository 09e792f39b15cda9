using System.Text.Encodings.Web;
using System.Text.Json;
using Imara.Linux.Files;

namespace Imara.Cli.Output;

/// <summary>Where a verb says what it found: the answer on standard output, everything else on standard error.</summary>
/// <param name="streams">Where to.</param>
/// <param name="format">The value of `--format`.</param>
/// <param name="quiet">`--quiet` was given.</param>
/// <param name="verbose">`--verbose` was given.</param>
/// <param name="colors">The value of `--color`.</param>
internal sealed class Report(StandardStreams streams, OutputFormat format, bool quiet, bool verbose, ColorChoice colors = ColorChoice.Auto)
{
    /// <summary>How JSON is written: names of every script stay readable, the output is not put into HTML.</summary>
    public static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    private static readonly byte[] NewLine = "\n"u8.ToArray();

    private readonly bool isColored = colors.IsWanted();
    private Utf8JsonWriter? json;

    /// <summary>The value of `--format`.</summary>
    public OutputFormat Format => format;

    /// <summary>True if `--quiet` was given: no notes and no summary, only failing items and what cannot be had from the exit status.</summary>
    public bool Quiet => quiet;

    /// <summary>True if `--verbose` was given.</summary>
    public bool Verbose => verbose;

    /// <summary>True if standard output is a terminal, which obeys control characters.</summary>
    public bool IsTerminal { get; } = StandardDescriptors.IsTerminal(1);

    /// <summary>Standard output for bytes.</summary>
    public Stream Bytes => streams.Bytes;

    /// <summary>A line of the answer as text.</summary>
    public void Line(string text) => streams.Out.WriteLine(text);

    /// <summary>An object of the answer as JSON, on a line of its own; the first one begins with the schema number.</summary>
    /// <param name="writeMembers">Writes the members, not the braces.</param>
    public void Json(Action<Utf8JsonWriter> writeMembers)
    {
        var bytes = streams.Bytes;
        var first = json is null;
        json ??= new Utf8JsonWriter(bytes, JsonOptions);
        json.WriteStartObject();
        if (first)
        {
            json.WriteNumber("schema"u8, 1);
        }

        writeMembers(json);
        json.WriteEndObject();
        json.Flush();
        json.Reset();
        bytes.Write(NewLine);
    }

    /// <summary>The same report with another place for the answer; what was written is there when <paramref name="write"/> has returned.</summary>
    public void Into(Stream output, Action<Report> write)
    {
        var others = new StandardStreams(output);
        write(new Report(others, format, quiet, verbose, colors));
        others.Flush();
    }

    /// <summary>A failing item, or why there is no answer; never silenced.</summary>
    public void Error(string text) => Tell(text);

    /// <summary>True if the answer is text and stands on the same terminal as what is told on standard error: who reads one reads both.</summary>
    public bool IsOneTerminal => format == OutputFormat.Text && IsTerminal && StandardDescriptors.IsTerminal(2);

    /// <summary>
    /// Names a failing item that the answer as text names as well: on standard error, for those who read that alone; not twice where both are one terminal.
    /// </summary>
    public void Failing(string text)
    {
        if (!IsOneTerminal)
        {
            Tell(text);
        }
    }

    /// <summary>Puts a text in place of the last line of standard error, which is a terminal.</summary>
    public void Overwrite(string text) => streams.Error.Write("\r\e[K" + text);

    /// <summary>Something the user should know about the answer, such as an assumption; silenced by `--quiet`.</summary>
    public void Note(string text)
    {
        if (!quiet)
        {
            Tell("note: " + text);
        }
    }

    /// <summary>What was done on the way to the answer; only with `--verbose`.</summary>
    public void Detail(string text)
    {
        if (verbose)
        {
            Tell(text);
        }
    }

    /// <summary><paramref name="text"/> in a colour, where colours are wanted.</summary>
    public string Painted(Paint paint, string text) =>
        isColored ? $"\e[{(int)paint}m{text}\e[0m" : text;

    // Where both streams are one terminal, lines appear in the order they were said.
    private void Tell(string text)
    {
        streams.TryFlush();
        streams.Error.WriteLine("imara: " + text);
    }
}
