using System.Buffers;
using System.CommandLine;
using Imara.Cli.Input;
using Imara.Cli.Kernels;
using Imara.Cli.Output;
using Imara.Diagnostics;
using Imara.Policy.Kernels;
using Imara.Traces;
using Imara.Traces.KnownData;

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

    private readonly KernelOptions kernelOptions = new("the kernel that each scenario names");

    public TraceReplayVerb()
        : base(
            "replay",
            "Predict what the kernel of a recorded workload measures and refuses",
            ["imara trace replay scenarios.jsonl", "imara trace replay --files files.json scenarios.jsonl"],
            OutputFormat.Json)
    {
        Add(scenarios);
        Add(files);
        kernelOptions.AddChoiceTo(this);
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult line, Report report)
    {
        var path = line.GetRequiredValue(scenarios);
        if (!TryReadFacts(line.GetValue(files), path, report, out var facts) || !InputFile.TryOpen(path, report, out var stream))
        {
            return ExitCode.CouldNotTell;
        }

        using (stream)
        {
            return TryChooseKernel(line, report, out var kernel)
                ? Replay(new InputLines(path, stream, InputFile.UsualCap, report), InputFile.NameOf(path), new TraceReplayer(facts, kernel), report)
                : ExitCode.CouldNotTell;
        }
    }

    private bool TryChooseKernel(ParseResult line, Report report, out KernelProfile? kernel)
    {
        kernel = null;
        var notes = new List<Diagnostic>();
        var isChosen = !kernelOptions.IsChosen(line) || kernelOptions.TryChooseProfile(line, report, notes, out kernel);
        foreach (var note in notes)
        {
            report.Note($"{note.Descriptor.Id}: {note.Message}");
        }

        return isChosen;
    }

    private static ExitCode Replay(InputLines lines, string name, TraceReplayer replayer, Report report)
    {
        var exit = ExitCode.Yes;
        var answer = new ArrayBufferWriter<byte>();
        while (lines.TryRead(out var line))
        {
            if (line.Span.Trim(" \t\r"u8).IsEmpty && !lines.IsTooLong)
            {
                continue;
            }

            answer.ResetWrittenCount();
            if (!replayer.Replay(line, lines.Number, answer))
            {
                exit = ExitCode.CouldNotTell;
                report.Error($"{name}:{lines.Number}: {(lines.IsTooLong ? $"longer than {InputFile.UsualCap} bytes" : "could not be replayed")}");
            }

            report.Bytes.Write(answer.WrittenSpan);
            report.Bytes.WriteByte((byte)'\n');
        }

        return lines.IsBroken ? ExitCode.CouldNotTell : exit;
    }

    private static bool TryReadFacts(string? given, string scenarios, Report report, out KnownFacts facts)
    {
        facts = KnownFacts.Empty;
        var path = given;
        if (path is null)
        {
            var beside = scenarios == "-" ? string.Empty : Path.Combine(Path.GetDirectoryName(scenarios) ?? string.Empty, "files.json");
            if (!File.Exists(beside))
            {
                return true;
            }

            path = beside;
        }

        if (!InputFile.TryRead(path, InputFile.UsualCap, report, out var json))
        {
            return false;
        }

        var folder = Path.GetDirectoryName(path) ?? string.Empty;
        byte[]? ReadBeside(string name) => InputFile.TryRead(Path.Combine(folder, name), InputFile.UsualCap, report, out var content) ? content.ToArray() : null;
        if (KnownFacts.TryRead(json, ReadBeside, out facts) is { } error)
        {
            report.Error($"{InputFile.NameOf(path)}: {error}");
            return false;
        }

        return true;
    }
}
