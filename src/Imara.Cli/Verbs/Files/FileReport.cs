using System.Text.Json;
using Imara.Answers;
using Imara.Appraisal.Labelling;
using Imara.Cli.Output;

namespace Imara.Cli.Verbs.Files;

/// <summary>Tells what became of files: failing ones on standard error, all of them as JSON or with `--verbose`, and a count at the end.</summary>
/// <param name="report">Where it is told.</param>
/// <param name="question">What is asked about the files.</param>
internal class FileReport(Report report, FileQuestion question) : ILabelListener
{
    private static readonly FileStatusWord[] Words = Enum.GetValues<FileStatusWord>();

    private readonly Census census = new();

    /// <summary>Where it is told.</summary>
    protected Report Report => report;

    /// <inheritdoc/>
    public void Heard(ReadOnlySpan<byte> path, in FileOutcome outcome)
    {
        var look = FileLooks.Count(census, outcome, question.NeedsEach);
        if (look is Look.Bad or Look.NotLookedAt || outcome.Status == FileStatusWord.Vanished)
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
            WriteText(path, outcome, look is Look.Good or Look.LeftOut);
        }
    }

    /// <summary>Something that may hold files could not be looked at; the caller has told why.</summary>
    public void NotLookedAt() => census.Add(Look.NotLookedAt);

    /// <summary>Something that holds no files was met in the place of files.</summary>
    public void LeftOut(string why) => census.LeaveOut(why);

    /// <summary>Tells the count, and answers for all.</summary>
    /// <param name="tally">The count.</param>
    /// <param name="isPassedOn">What there was has been written anew as a whole: that no file was among it is an answer.</param>
    public ExitCode End(LabelTally tally, bool isPassedOn = false)
    {
        var allowsEmpty = question.AllowsEmpty || isPassedOn;
        if (tally.IsInterrupted)
        {
            report.Error($"interrupted after {tally.Files} files");
            census.CutShort();
        }
        else
        {
            EmptyQuestion.Tell(census, "file", allowsEmpty, report);
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
                json.WriteBoolean("dry_run"u8, question.IsDryRun);
                json.WriteBoolean("interrupted"u8, tally.IsInterrupted);
                json.WriteEndObject();
            });
        }
        else if (!report.Quiet)
        {
            WriteSummary(tally);
        }

        return ExitCodes.Of(census.Answer(allowsEmpty));
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
        if (outcome.Target is { } target)
        {
            json.WriteText("target", target.Span.ToArray());
        }

        if (outcome.Signer is { } signer)
        {
            json.WriteString("keyid"u8, signer.KeyId);
            json.WriteStartArray("known_keys"u8);
            foreach (var known in signer.Known)
            {
                json.WriteStringValue(known);
            }

            json.WriteEndArray();
        }
    }

    /// <summary>Writes one file as text, if it is told at all.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="outcome">What became of it.</param>
    /// <param name="isFine">It is not named on standard error.</param>
    protected virtual void WriteText(ReadOnlySpan<byte> path, in FileOutcome outcome, bool isFine)
    {
        if (!report.Verbose)
        {
            return;
        }

        if (isFine)
        {
            report.Line($"{NameOf(outcome.Status),-9} {ByteString.Display(path)}{(outcome.Cause.Length == 0 ? string.Empty : $" ({outcome.Cause})")}");
        }

        if (outcome.Target is { } target)
        {
            report.Detail($"{ByteString.Display(path)} is a symbolic link to {target}");
        }
    }

    /// <summary>Writes the count as text.</summary>
    protected virtual void WriteSummary(LabelTally tally)
    {
        var parts = Words.Where(word => tally.Of(word) > 0).Select(word => $"{tally.Of(word)} {NameOf(word)}");
        report.Line($"{tally.Files} {(tally.Files == 1 ? "file" : "files")}{(tally.Files > 0 ? ": " : string.Empty)}{string.Join(", ", parts)}{(question.IsDryRun ? " (dry run: nothing was changed)" : string.Empty)}");
    }

    private static string FailureOf(in FileOutcome outcome)
    {
        var what = outcome.Status switch
        {
            FileStatusWord.Bad => outcome.Cause + SignerOf(outcome),
            FileStatusWord.Unchecked => $"not checked: {outcome.Cause}{SignerOf(outcome)}",
            FileStatusWord.Changed => outcome.Cause.Length > 0 ? "replaced by something else meanwhile" : "changed while it was read; left as it is",
            FileStatusWord.Vanished => "gone meanwhile",
            FileStatusWord.Unreadable => outcome.Cause == TreeLabeller.LeadsNowhere ? "a symbolic link that leads nowhere" : "cannot be read",
            _ => outcome.Cause switch
            {
                "" => "cannot be changed",
                TreeLabeller.IsDirectory => "is a directory; --recursive (-r) goes into it",
                _ => outcome.Cause,
            },
        };
        return outcome.Errno == Errno.None ? what : $"{what}: {outcome.Errno}";
    }

    // With a key that nobody gave, the content may be as good as ever.
    private static string SignerOf(in FileOutcome outcome) => outcome.Signer switch
    {
        null => string.Empty,
        { IsKnown: true } signer => $": key {signer.KeyId} is given: it did not sign this, or the kernel cannot verify with it",
        { Known.IsEmpty: true } signer => $": signed by key {signer.KeyId}",
        { } signer => $": key {signer.KeyId} is none of the given ({string.Join(", ", signer.Known)})",
    };

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
