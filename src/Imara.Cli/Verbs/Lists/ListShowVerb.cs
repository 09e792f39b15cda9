using System.Buffers;
using System.CommandLine;
using System.Text.Json;
using Imara.Cli.Input;
using Imara.Cli.Output;
using Imara.Measurements;
using Imara.Measurements.Lists;

namespace Imara.Cli.Verbs.Lists;

/// <summary>`imara list show`: a list in the kernel's ascii form, or an object for each entry.</summary>
internal sealed class ListShowVerb : Verb
{
    private readonly Argument<string> file = new("FILE") { Description = "A measurement list, binary or ascii; `-` is standard input" };

    public ListShowVerb()
        : base(
            "show",
            "Print a measurement list as the kernel's ascii file shows it",
            [
                "imara list show /sys/kernel/security/ima/binary_runtime_measurements",
                "imara list show --format json list.bin",
            ],
            OutputFormat.Text, OutputFormat.Json) =>
        Add(file);

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult line, Report report)
    {
        var path = line.GetRequiredValue(file);
        if (!InputFile.TryOpen(path, report, out var input))
        {
            return ExitCode.CouldNotTell;
        }

        using (input)
        {
            var list = MeasurementListReader.Open(input);
            var text = new ArrayBufferWriter<byte>();
            while (list.TryRead(out var record))
            {
                if (report.Format == OutputFormat.Json)
                {
                    report.Json(json => WriteJson(json, record));
                }
                else
                {
                    text.ResetWrittenCount();
                    AsciiList.Write(record.Entry, record.Column.Algo, text, record.Column.PaddedSha1);
                    WriteText(text.WrittenSpan, report);
                }
            }

            report.Detail($"read {InputFile.NameOf(path)}, {list.Count} entries");
            if (list.Error is not { } error)
            {
                if (list.Count == 0)
                {
                    report.Error($"{InputFile.NameOf(path)}: there is no entry in it; a kernel's list has at least the boot aggregate");
                }

                return list.Count == 0 ? ExitCode.CouldNotTell : ExitCode.Yes;
            }

            report.Error($"{InputFile.NameOf(path)}: {error}");
            return ExitCode.No;
        }
    }

    // A name may hold anything: raw for programs, as from the kernel; harmless for a terminal.
    private static void WriteText(ReadOnlySpan<byte> line, Report report)
    {
        if (report.IsTerminal)
        {
            report.Line(EntryDescription.Escape(line[..^1]));
        }
        else
        {
            report.Bytes.Write(line);
        }
    }

    private static void WriteJson(Utf8JsonWriter json, in ListRecord record)
    {
        var entry = record.Entry;
        json.WriteNumber("index"u8, record.Index);
        json.WriteNumber("offset"u8, record.Offset);
        json.WriteNumber("pcr"u8, entry.Pcr);
        json.WriteString("digest"u8, Convert.ToHexStringLower(record.Digest.Span));
        json.WriteBoolean("digest_matches"u8, record.DigestMatches);
        json.WriteString("template"u8, entry.TemplateName);
        json.WriteBoolean("violation"u8, entry.IsViolation);
        if (entry.TryGetName(out var name))
        {
            json.WriteText("name", name.Span);
        }

        json.WriteStartObject("fields"u8);
        foreach (var (id, value) in EntryDescription.Describe(entry))
        {
            json.WriteString(id, value);
        }

        json.WriteEndObject();
    }
}
