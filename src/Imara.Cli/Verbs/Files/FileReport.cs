using System.Text.Json;
using Imara.Appraisal.Labelling;
using Imara.Cli.Output;

namespace Imara.Cli.Verbs.Files;

/// <summary>Tells what became of files: failing ones on standard error, all of them as JSON or with `--verbose`, and a count at the end.</summary>
internal class FileReport(Report report, bool isDryRun) : ILabelListener
{
    private static readonly FileStatusWord[] Words = Enum.GetValues<FileStatusWord>();

    private ExitCode exit = ExitCode.Yes;

    /// <summary>Where it is told.</summary>
    protected Report Report => report;

    /// <inheritdoc/>
    public void Heard(ReadOnlySpan<byte> path, in FileOutcome outcome)
    {
        var severity = SeverityOf(outcome.Status);
        exit = (ExitCode)Math.Max((int)exit, (int)severity);
        if (severity != ExitCode.Yes || outcome.Status == FileStatusWord.Vanished)
        {
            report.Error($"{ByteString.Display(path)}: {FailureOf(outcome)}");
        }

        if (report.Format == OutputFormat.Json)
        {
            var copy = outcome;
            var name = path.ToArray();
            report.Json(json => Write(json, name, copy));
        }
        else
        {
            WriteText(path, outcome);
        }
    }

    /// <summary>Tells the count, and answers for all.</summary>
    public ExitCode End(LabelTally tally)
    {
        if (tally.IsInterrupted)
        {
            report.Error($"interrupted after {tally.Files} files");
            exit = ExitCode.CouldNotTell;
        }

        if (report.Format == OutputFormat.Json)
        {
            report.Json(json =>
            {
                json.WriteStartObject("summary"u8);
                json.WriteNumber("files"u8, tally.Files);
                foreach (var word in Words)
                {
                    json.WriteNumber(NameOf(word), tally.Of(word));
                }

                json.WriteNumber("bytes"u8, tally.Bytes);
                json.WriteBoolean("dry_run"u8, isDryRun);
                json.WriteBoolean("interrupted"u8, tally.IsInterrupted);
                json.WriteEndObject();
            });
        }
        else if (!report.Quiet)
        {
            WriteSummary(tally);
        }

        return exit;
    }

    /// <summary>The word for a status.</summary>
    protected static string NameOf(FileStatusWord status) => status.ToString().ToLowerInvariant();

    /// <summary>Writes the members of one file.</summary>
    protected virtual void Write(Utf8JsonWriter json, byte[] path, in FileOutcome outcome)
    {
        json.WriteText("path", path);
        json.WriteString("status"u8, NameOf(outcome.Status));
        WriteOrNull(json, "cause", outcome.Cause);
        WriteOrNull(json, "errno", outcome.Errno == Errno.None ? string.Empty : outcome.Errno.ToString());
    }

    /// <summary>Writes one file as text, if it is told at all.</summary>
    protected virtual void WriteText(ReadOnlySpan<byte> path, in FileOutcome outcome)
    {
        if (report.Verbose && SeverityOf(outcome.Status) == ExitCode.Yes)
        {
            report.Line($"{NameOf(outcome.Status),-9} {ByteString.Display(path)}{(outcome.Cause.Length == 0 ? string.Empty : $" ({outcome.Cause})")}");
        }
    }

    /// <summary>Writes the count as text.</summary>
    protected virtual void WriteSummary(LabelTally tally)
    {
        var parts = Words.Where(word => tally.Of(word) > 0).Select(word => $"{tally.Of(word)} {NameOf(word)}");
        report.Line($"{tally.Files} {(tally.Files == 1 ? "file" : "files")}{(tally.Files > 0 ? ": " : string.Empty)}{string.Join(", ", parts)}{(isDryRun ? " (dry run: nothing was changed)" : string.Empty)}");
    }

    private static ExitCode SeverityOf(FileStatusWord status) => status switch
    {
        FileStatusWord.Bad => ExitCode.No,
        FileStatusWord.Unchecked or FileStatusWord.Changed or FileStatusWord.Unreadable or FileStatusWord.Failed => ExitCode.CouldNotTell,
        _ => ExitCode.Yes,
    };

    private static string FailureOf(in FileOutcome outcome)
    {
        var what = outcome.Status switch
        {
            FileStatusWord.Bad => outcome.Cause,
            FileStatusWord.Unchecked => $"not checked: {outcome.Cause}",
            FileStatusWord.Changed => "changed while it was read; left as it is",
            FileStatusWord.Vanished => "gone meanwhile",
            FileStatusWord.Unreadable => "cannot be read",
            _ => outcome.Cause.Length > 0 ? outcome.Cause : "cannot be changed",
        };
        return outcome.Errno == Errno.None ? what : $"{what}: {outcome.Errno}";
    }

    private static void WriteOrNull(Utf8JsonWriter json, string name, string value)
    {
        if (value.Length == 0)
        {
            json.WriteNull(name);
        }
        else
        {
            json.WriteString(name, value);
        }
    }
}
