using System.Buffers;
using System.CommandLine;
using Imara.Answers;
using Imara.Cli.Input;
using Imara.Cli.Kernels;
using Imara.Cli.Output;
using Imara.Diagnostics;
using Imara.Traces;

namespace Imara.Cli.Verbs.Traces;

/// <summary>`imara trace replay`: what the kernel of a recorded workload would measure and refuse.</summary>
internal sealed class TraceReplayVerb : Verb
{
    private readonly Argument<string> scenarios = new("SCENARIO") { Description = "Scenarios, one JSON object a line; `-` is standard input", HelpName = "SCENARIO.jsonl" };

    private readonly Option<string> files = new("--files")
    {
        Description = "What scenarios use but do not write; default: the files.json beside the scenarios",
        HelpName = "FILE",
    };

    private readonly Option<bool> check = new("--check") { Description = "Compare with the results that the scenarios have recorded, and tell what differs; text is its usual format" };
    private readonly Option<bool> allowEmpty = EmptyQuestion.Option("scenario");
    private readonly KernelOptions kernelOptions = new("the kernel that each scenario names");

    public TraceReplayVerb()
        : base(
            "replay",
            "Predict what the kernel of a recorded workload measures and refuses",
            ["imara trace replay scenarios.jsonl", "imara trace replay --files files.json scenarios.jsonl", "imara trace replay --kernel 7.3 recording.jsonl", "imara trace replay --check scenarios.jsonl"],
            OutputFormat.Json, OutputFormat.Text)
    {
        Add(scenarios);
        Add(files);
        Add(check);
        Add(allowEmpty);
        kernelOptions.AddAllTo(this);
    }

    /// <inheritdoc/>
    protected override OutputFormat? UsualFormat(ParseResult line) => line.GetValue(check) ? OutputFormat.Text : null;

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult line, Report report)
    {
        var path = line.GetRequiredValue(scenarios);
        var isChecking = line.GetValue(check);
        if (report.Format == OutputFormat.Text && !isChecking)
        {
            report.Error("a prediction is JSON: --format text goes with --check");
            return ExitCode.CouldNotTell;
        }

        var notes = new List<Diagnostic>();
        if (!kernelOptions.TryChooseReplay(line, report, notes, out var options))
        {
            return ExitCode.CouldNotTell;
        }

        foreach (var note in notes)
        {
            report.Note($"{note.Descriptor.Id}: {note.Message}");
        }

        if (!ScenarioFacts.TryRead(line.GetValue(files), path, report, out var facts) || !InputFile.TryOpen(path, report, out var stream))
        {
            return ExitCode.CouldNotTell;
        }

        using (stream)
        {
            var lines = new InputLines(path, stream, InputFile.UsualCap, report);
            var told = isChecking ? new ReplayCheckReport(InputFile.NameOf(path), report) : null;
            return Replay(lines, InputFile.NameOf(path), new TraceReplayer(facts, options), told, line.GetValue(allowEmpty), report);
        }
    }

    private static ExitCode Replay(InputLines lines, string name, TraceReplayer replayer, ReplayCheckReport? told, bool allowsEmpty, Report report)
    {
        var census = new Census();
        var answer = new ArrayBufferWriter<byte>();
        while (lines.TryRead(out var line))
        {
            if (line.Span.Trim(" \t\r"u8).IsEmpty && !lines.IsTooLong)
            {
                continue;
            }

            answer.ResetWrittenCount();
            if (replayer.Replay(line, lines.Number, answer))
            {
                census.Add(told?.Tell(line, answer.WrittenMemory, lines.Number) ?? Look.Good);
            }
            else
            {
                census.Add(Look.NotLookedAt);
                report.Error($"{name}:{lines.Number}: {(lines.IsTooLong ? $"longer than {InputFile.UsualCap} bytes" : "could not be replayed")}");
            }

            if (told is null)
            {
                report.Bytes.Write(answer.WrittenSpan);
                report.Bytes.WriteByte((byte)'\n');
            }
        }

        if (lines.IsBroken)
        {
            census.CutShort();
        }

        told?.End(census);
        EmptyQuestion.Tell(census, "scenario", allowsEmpty, report);
        return ExitCodes.Of(census.Answer(allowsEmpty));
    }
}
