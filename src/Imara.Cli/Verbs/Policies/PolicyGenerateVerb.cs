using System.CommandLine;
using Imara.Appraisal.Observing;
using Imara.Cli.Input;
using Imara.Cli.Kernels;
using Imara.Cli.Output;
using Imara.Cli.Verbs.Traces;
using Imara.Diagnostics;
using Imara.Evaluation.Generating;
using Imara.Linux.Files;
using Imara.Policy.Kernels;
using Imara.Policy.Rules;
using Imara.Traces;

namespace Imara.Cli.Verbs.Policies;

/// <summary>`imara policy generate`: a small policy for what was seen, or for what lies in a tree.</summary>
internal sealed class PolicyGenerateVerb : Verb
{
    private static readonly string[] KindNames = [.. Enum.GetValues<AccessKinds>().Where(kind => kind is not AccessKinds.None and not AccessKinds.Usual).Select(NameOf)];

    private readonly Option<string[]> from = new("--from") { Description = "A recording of `imara run --record`, or other scenarios; `-` is standard input", HelpName = "RECORDING.jsonl" };
    private readonly Option<string> files = new("--files") { Description = "What the scenarios use but do not write; default: the files.json beside them", HelpName = "FILE" };
    private readonly Option<string[]> root = new("--root") { Description = "A tree whose files are to be used, each as what it is", HelpName = "DIR" };

    private readonly Option<string> actionClass = new("--class")
    {
        Description = "What the policy is to do",
        HelpName = "measure|appraise",
        DefaultValueFactory = _ => "measure",
    };

    private readonly Option<string[]> include = new("--include")
    {
        Description = "Which accesses it is to cover, separated by commas; default: all but read and kexec",
        HelpName = string.Join('|', KindNames),
    };

    private readonly Option<string> output = new("--output") { Description = "Write the answer to this file", HelpName = "FILE" };
    private readonly KernelOptions kernelOptions = new(takesUsual: true);

    public PolicyGenerateVerb()
        : base(
            "generate",
            "Make a small policy that covers what was recorded, or what a tree holds",
            [
                "imara policy generate --from build.jsonl --kernel 6.12",
                "imara policy generate --root /srv/image --class appraise --include exec,mmap --output ima-policy",
            ],
            OutputFormat.Text, OutputFormat.Json)
    {
        actionClass.AcceptOnlyFromAmong("measure", "appraise");
        Add(from);
        Add(files);
        Add(root);
        Add(actionClass);
        Add(include);
        Add(output);
        kernelOptions.AddChoiceTo(this);
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult line, Report report)
    {
        var recordings = line.GetValue(from) ?? [];
        var trees = line.GetValue(root) ?? [];
        if (recordings.Length + trees.Length == 0)
        {
            report.Error("policy generate: nothing to look at; give --from or --root");
            return ExitCode.CouldNotTell;
        }

        var notes = new List<Diagnostic>();
        if (!TryReadKinds(line.GetValue(include), report, out var kinds) || !kernelOptions.TryChooseProfile(line, report, notes, out var kernel))
        {
            return ExitCode.CouldNotTell;
        }

        foreach (var note in notes)
        {
            report.Note($"{note.Descriptor.Id}: {note.Message}");
        }

        // What could not be read was not covered: no answer is better than one that hides it.
        var seen = new ObservationLog();
        if (!recordings.All(path => TryObserve(path, line.GetValue(files), seen, report)) || !trees.All(path => TryWalk(path, kernel, seen, report)))
        {
            return ExitCode.CouldNotTell;
        }

        var asked = line.GetValue(actionClass) == "appraise" ? ActionClass.Appraise : ActionClass.Measure;
        var policy = PolicyGenerator.Generate(seen.Observations, kinds, asked, kernel);
        foreach (var (text, reason) in policy.Refused)
        {
            report.Error($"kernel {kernel.Name} does not take `{text}`: {reason}");
        }

        if (policy.Rules.All(rule => rule.IsPrecaution))
        {
            report.Error(asked == ActionClass.Appraise
                ? "policy generate: no file that was seen has a label; there is nothing to appraise"
                : "policy generate: nothing was seen that the policy is to cover; see --include");
            return ExitCode.No;
        }

        if (policy.Refused.Length > 0)
        {
            return ExitCode.No;
        }

        return Write(new GeneratedPolicyReport(policy, kernel, asked), line.GetValue(output), report) ? ExitCode.Yes : ExitCode.CouldNotTell;
    }

    private static string NameOf(AccessKinds kind) => kind.ToString().ToLowerInvariant();

    private static bool Write(GeneratedPolicyReport answer, string? path, Report report)
    {
        if (path is null)
        {
            answer.Write(report);
            return true;
        }

        using var file = FileBeside.Open(path, report);
        if (file is null)
        {
            return false;
        }

        try
        {
            report.Into(file.Stream, answer.Write);
        }
        catch (IOException error)
        {
            report.Error($"{path}: {IoErrors.TextOf(error)}");
            return false;
        }

        return file.TryPlace(report);
    }

    private static bool TryReadKinds(string[]? given, Report report, out AccessKinds kinds)
    {
        kinds = given is null or [] ? AccessKinds.Usual : AccessKinds.None;
        foreach (var name in (given ?? []).SelectMany(words => words.Split(',')))
        {
            if (!KindNames.Contains(name))
            {
                report.Error($"--include: `{name}` is none of {string.Join(", ", KindNames)}");
                return false;
            }

            kinds |= Enum.Parse<AccessKinds>(name, ignoreCase: true);
        }

        return true;
    }

    private static bool TryObserve(string path, string? given, ObservationLog seen, Report report)
    {
        if (!ScenarioFacts.TryRead(given, path, report, out var facts) || !InputFile.TryOpen(path, report, out var stream))
        {
            return false;
        }

        var isGood = true;
        using (stream)
        {
            var lines = new InputLines(path, stream, InputFile.UsualCap, report);
            var replayer = new TraceReplayer(facts);
            while (lines.TryRead(out var line))
            {
                if (line.Span.Trim(" \t\r"u8).IsEmpty && !lines.IsTooLong)
                {
                    continue;
                }

                var error = lines.IsTooLong ? $"longer than {InputFile.UsualCap} bytes" : replayer.Observe(line, seen);
                if (error is not null)
                {
                    isGood = false;
                    report.Error($"{InputFile.NameOf(path)}:{lines.Number}: {error}");
                }
            }

            return isGood && !lines.IsBroken;
        }
    }

    private static bool TryWalk(string path, KernelProfile kernel, ObservationLog seen, Report report)
    {
        var isGood = true;
        TreeObserver.Walk(PathBytes.Of(path), kernel, seen, (file, reason) =>
        {
            isGood = false;
            report.Error($"{file}: {reason}");
        });
        return isGood;
    }
}
