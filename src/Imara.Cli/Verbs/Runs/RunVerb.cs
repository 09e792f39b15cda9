using System.CommandLine;
using Imara.Cli.Input;
using Imara.Cli.Kernels;
using Imara.Cli.Output;
using Imara.Cli.Verbs.Policies;
using Imara.Diagnostics;
using Imara.Measurements.Replay;
using Imara.Policy.Checking;
using Imara.Policy.Kernels;
using Imara.Policy.Loading;
using Imara.Policy.Parsing;
using Imara.Runtime;
using Imara.Runtime.Commands;

namespace Imara.Cli.Verbs.Runs;

/// <summary>`imara run`: the user-space IMA, as long as a command runs.</summary>
internal sealed class RunVerb : Verb
{
    private const string TpmFolder = "/sys/class/tpm/tpm0";
    private const string OwnProgram = "/proc/self/exe";

    private readonly Option<string> policy = new("--policy") { Description = "The policy; `-` is standard input", HelpName = "FILE", Required = true };

    private readonly Option<string> mode = new("--mode")
    {
        Description = "What is done: nothing, measure, or measure and log what appraisal would refuse; fix and enforce are not built yet",
        HelpName = "off|measure|log|fix|enforce",
        DefaultValueFactory = _ => "measure",
    };

    private readonly Option<string[]> mounts = new("--mount")
    {
        Description = "Watch the file system of this path; default: those of `/`, of the current directory and of the command",
        HelpName = "PATH",
    };

    private readonly Option<string> output = new("--output") { Description = "Write the measurement list in the kernel's binary form", HelpName = "FILE" };
    private readonly Option<string> ascii = new("--ascii") { Description = "Write the measurement list in the kernel's ascii form", HelpName = "FILE" };
    private readonly Option<string> record = new("--record") { Description = "Write what happens as a scenario for `imara trace replay` and `imara policy generate`", HelpName = "FILE" };
    private readonly Option<string> pcrs = new("--pcrs") { Description = "Write the PCR values that `imara list verify --pcrs` compares with", HelpName = "FILE" };
    private readonly Option<string> summary = new("--summary") { Description = "Write the summary as JSON; standard output is the command's", HelpName = "FILE" };
    private readonly Option<bool> tree = new("--tree") { Description = "Judge only what the command and its descendants do, not everybody who uses these file systems" };
    private readonly Option<string> maxBytes = new("--max-bytes") { Description = "Files that are larger are not hashed; K, M, G and T are powers of 1024; default 4G", HelpName = "SIZE" };
    private readonly Option<string> maxSeconds = new("--max-seconds") { Description = "An access that takes longer, waiting included, is not looked at; default 5", HelpName = "SECONDS" };
    private readonly Option<string> deadline = new("--deadline") { Description = "When nobody was answered for so long, the watchdog ends the watching; default twice --max-seconds", HelpName = "SECONDS" };
    private readonly Argument<string[]> command = new("COMMAND") { Description = "The command and its arguments, behind `--`", Arity = ArgumentArity.ZeroOrMore };

    public RunVerb()
        : base(
            "run",
            "Watch a command run and make the measurement list that a kernel with IMA would have made; needs root",
            ["imara run --policy tcb.policy --output list.bin -- make install", "imara run --policy site.policy --mode log --ascii list.txt -- ./deploy.sh", "imara run --policy tcb.policy --tree --output list.bin --pcrs pcrs --summary run.json -- make"])
    {
        mode.AcceptOnlyFromAmong("off", "measure", "log", "fix", "enforce");
        Add(policy);
        Add(mode);
        Add(mounts);
        Add(output);
        Add(ascii);
        Add(record);
        Add(pcrs);
        Add(summary);
        Add(tree);
        Add(maxBytes);
        Add(maxSeconds);
        Add(deadline);
        Add(command);
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult line, Report report)
    {
        ByteString[] arguments = [.. PathBytes.OfAll(line.GetValue(command) ?? []).Select(bytes => new ByteString(bytes))];
        if (arguments.Length == 0)
        {
            report.Error("run: no command; watching until told to stop is not built yet");
            return ExitCode.CouldNotTell;
        }

        var name = line.GetRequiredValue(mode);
        if (!Enum.TryParse<RuntimeMode>(name, ignoreCase: true, out var chosen))
        {
            report.Error($"run: mode {name} is not built yet; off, measure and log are");
            return ExitCode.CouldNotTell;
        }

        using var outputs = OutputsOf(line);
        if (chosen == RuntimeMode.Off && outputs.IsAny)
        {
            report.Error("run: in mode off there is no list to write, and nothing to sum up");
            return ExitCode.CouldNotTell;
        }

        if (outputs.TryFindTwins(out var twin, out var options))
        {
            report.Error($"run: {twin}: {options} name the same file");
            return ExitCode.CouldNotTell;
        }

        var recordPath = line.GetValue(record);
        if (recordPath == "-")
        {
            report.Error("run: --record -: standard output is the command's");
            return ExitCode.CouldNotTell;
        }

        if (recordPath is not null && outputs.OptionOf(FileBeside.TargetOf(recordPath)) is { } same)
        {
            report.Error($"run: {recordPath}: --record names the file of {same}");
            return ExitCode.CouldNotTell;
        }

        if (!RunLimits.TryRead(line.GetValue(maxBytes), line.GetValue(maxSeconds), line.GetValue(deadline), report, out var limits))
        {
            return ExitCode.CouldNotTell;
        }

        if (!TryPrepare(line, chosen, report, out var prepared))
        {
            return ExitCode.RunFailed;
        }

        if (!TryFind(arguments, report, out var program, out var failed))
        {
            return failed;
        }

        if (chosen == RuntimeMode.Off && recordPath is null)
        {
            return End(program!.Run(CommandSignals.TakeForGood()), arguments[0], report);
        }

        using var recording = recordPath is null ? null : RunRecording.Open(recordPath, prepared!, chosen, report);
        if (!outputs.TryOpen(report) || (recordPath is not null && recording is null))
        {
            return ExitCode.RunFailed;
        }

        var setup = new RuntimeSetup
        {
            Engine = prepared!.Engine,
            Kernel = prepared.Kernel,
            Mounts = [.. (line.GetValue(mounts) ?? []).Select(path => new ByteString(path))],
            Command = program!.Path,
            Recorder = recording?.Recorder,
            DescendantsOnly = line.GetValue(tree),
            Limit = limits.Limit,
            Deadline = limits.Deadline,
            WatchdogProgram = OwnProgram,
        };
        var error = RuntimeSession.Start(setup, out var session, out var subject);
        if (error != Errno.None)
        {
            report.Error(error switch
            {
                Errno.EPERM => "run: watching file systems needs root (CAP_SYS_ADMIN in the first user namespace)",
                Errno.EMFILE => "run: too few files may be open at once: the kernel would refuse opens; raise the hard limit (ulimit -Hn)",
                Errno.EINVAL when subject.Contains(": ", StringComparison.Ordinal) => $"run: {subject}",
                _ => $"run: {subject}: {error}; it cannot be watched",
            });
            return ExitCode.RunFailed;
        }

        CommandOutcome outcome;
        using (session)
        {
            outcome = program.Run(
                CommandSignals.TakeForGood(),
                pid => report.Note($"the command is stopped: `kill -CONT {pid}` lets it go on, Ctrl-C ends it; it cannot be put in the background"));
            if (!session!.Stop())
            {
                report.Error("run: the thread that looks at files waits for one that is never read to its end; no list is written");
                return ExitCode.RunFailed;
            }
        }

        // Each is tried: one that fails takes nothing away from the other.
        var finished = new FinishedRun(prepared, session, outcome.ExitCode, line.GetValue(tree));
        var isWritten = outputs.TryWrite(finished, report);
        if (!(recording?.TryPlace(report) ?? true) || !isWritten)
        {
            return ExitCode.RunFailed;
        }

        RunSummary.Write(finished, report);
        End(outcome, arguments[0], report);
        return finished.Exit;
    }

    private RunOutputs OutputsOf(ParseResult line)
    {
        (Option<string> Option, RunOutputs.Writer Write)[] known = [(output, RunOutputs.Binary), (ascii, RunOutputs.Ascii), (pcrs, RunOutputs.Pcrs), (summary, RunOutputs.Summary)];
        return new RunOutputs([.. known.Where(one => line.GetValue(one.Option) is not null).Select(one => (one.Option.Name, line.GetValue(one.Option)!, one.Write))]);
    }

    private bool TryPrepare(ParseResult line, RuntimeMode chosen, Report report, out PreparedRun? prepared)
    {
        prepared = null;
        var notes = new List<Diagnostic>();
        var facts = RunningKernel.Read(report);
        var kernel = KernelVersion.TryParse(facts.Release, out var version) ? KernelChoice.OfVersion(version, notes) : KnownKernels.OfVersion(KernelFeatures.Newest);
        var file = line.GetRequiredValue(policy);
        if (!InputFile.TryRead(file, InputFile.UsualCap, report, out var text))
        {
            return false;
        }

        var check = PolicyChecker.Check([new PolicySource(file, text)], new RuleContext(kernel, LsmContext.None), LoadMethod.Lines);
        foreach (var diagnostic in check.Diagnostics.Take(DiagnosticText.UsualCount))
        {
            report.Error(DiagnosticText.Headline(check, diagnostic));
        }

        if (!check.IsAccepted || !TryReadTpm(report, out var pcrs))
        {
            return false;
        }

        // In mode off the policy is looked at, and decides nothing.
        var engine = RuntimeEngine.Create(kernel, chosen, pcrs);
        prepared = new PreparedRun(kernel, engine, chosen == RuntimeMode.Off ? default : text, pcrs);
        var error = chosen == RuntimeMode.Off ? Errno.None : PolicyFeeder.Load(engine, text, _ => new PolicyFile(Errno.ENOENT, default), out _);
        if (error != Errno.None)
        {
            report.Error($"{InputFile.NameOf(file)}: the policy is refused: {error}");
        }

        return error == Errno.None;
    }

    private static bool TryReadTpm(Report report, out PcrValues? pcrs)
    {
        pcrs = null;
        var hasBanks = Directory.Exists(TpmFolder) && Directory.EnumerateDirectories(TpmFolder, "pcr-*").Any();
        return !hasBanks || PcrSource.TryRead([TpmFolder], report, out pcrs);
    }

    private static bool TryFind(ByteString[] arguments, Report report, out Runtime.Commands.Command? program, out ExitCode failed)
    {
        var error = Runtime.Commands.Command.Find(arguments, out program);
        failed = (ExitCode)new CommandOutcome(error, default).ExitCode;
        if (error != Errno.None)
        {
            report.Error($"run: {arguments[0]}: {Reason(error)}");
        }

        return error == Errno.None;
    }

    private static ExitCode End(CommandOutcome outcome, ByteString name, Report report)
    {
        if (outcome.Error != Errno.None)
        {
            report.Error($"run: {name}: {Reason(outcome.Error)}; it could not be started");
        }

        return (ExitCode)outcome.ExitCode;
    }

    private static string Reason(Errno error) => error switch
    {
        Errno.ENOENT => "no such command",
        Errno.EACCES => "not executable",
        _ => error.ToString(),
    };
}
