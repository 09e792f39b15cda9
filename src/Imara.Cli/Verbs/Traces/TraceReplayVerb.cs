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

    private readonly Option<bool> allowEmpty = EmptyQuestion.Option("scenario");
    private readonly KernelOptions kernelOptions = new("the kernel that each scenario names");

    public TraceReplayVerb()
        : base(
            "replay",
            "Predict what the kernel of a recorded workload measures and refuses",
            ["imara trace replay scenarios.jsonl", "imara trace replay --files files.json scenarios.jsonl", "imara trace replay --kernel 7.3 recording.jsonl"],
            OutputFormat.Json)
    {
        Add(scenarios);
        Add(files);
        Add(allowEmpty);
        kernelOptions.AddAllTo(this);
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult line, Report report)
    {
        var path = line.GetRequiredValue(scenarios);
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
            return Replay(new InputLines(path, stream, InputFile.UsualCap, report), InputFile.NameOf(path), new TraceReplayer(facts, options), line.GetValue(allowEmpty), report);
        }
    }

    private static ExitCode Replay(InputLines lines, string name, TraceReplayer replayer, bool allowsEmpty, Report report)
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
                census.Add(Look.Good);
            }
            else
            {
                census.Add(Look.NotLookedAt);
                report.Error($"{name}:{lines.Number}: {(lines.IsTooLong ? $"longer than {InputFile.UsualCap} bytes" : "could not be replayed")}");
            }

            report.Bytes.Write(answer.WrittenSpan);
            report.Bytes.WriteByte((byte)'\n');
        }

        if (lines.IsBroken)
        {
            census.CutShort();
        }

        EmptyQuestion.Tell(census, "scenario", allowsEmpty, report);
        return ExitCodes.Of(census.Answer(allowsEmpty));
    }
}
