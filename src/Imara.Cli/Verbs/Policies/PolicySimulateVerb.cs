using System.CommandLine;
using System.Text;
using Imara.Appraisal.Simulating;
using Imara.Cli.Input;
using Imara.Cli.Kernels;
using Imara.Cli.Output;
using Imara.Engine.Boot;
using Imara.Linux.Files;
using Imara.Linux.Trees;
using Imara.Policy.Checking;
using Imara.Policy.CommandLine;
using Imara.Signatures.Keys;

namespace Imara.Cli.Verbs.Policies;

/// <summary>`imara policy simulate`: what a policy would do on this machine.</summary>
internal sealed class PolicySimulateVerb : PolicyVerb
{
    private const int UsualCount = 20;

    private readonly Argument<string[]> files = Files();

    private readonly Option<string[]> roots = new("--root")
    {
        Description = "A directory whose files are accessed, and all below it on the same file system; may be repeated",
        HelpName = "DIR",
        Required = true,
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string[]> subjects = new("--subject")
    {
        Description = "Who accesses them; may be repeated; default: root, and the first ordinary user of this machine",
        HelpName = "UID[:GID[:LABEL]]",
    };

    private readonly Option<string> mode = new("--mode")
    {
        Description = "The mode of appraisal",
        HelpName = "enforce|log|fix|off",
        DefaultValueFactory = _ => "enforce",
    };

    private readonly Option<bool> hash = new("--hash") { Description = "Read the files: compare digests, verify signatures" };

    private readonly Option<string[]> certificates = new("--cert")
    {
        Description = "A certificate (DER or PEM) or public key (PEM) that signatures are verified with; may be repeated",
        HelpName = "FILE",
    };

    private readonly Option<bool> noVerify = new("--no-verify") { Description = "Take what is not checked as good" };
    private readonly Option<bool> running = new("--running") { Description = "Also start again, in thought, everything that runs now" };
    private readonly Option<string> denyList = new("--deny-list") { Description = "Write every denied access to this file; JSON lines if its name ends with .jsonl", HelpName = "FILE" };
    private readonly Option<int?> hashRate = new("--hash-rate") { Description = "How fast the machine hashes; default: measured", HelpName = "MIB/S" };
    private readonly Option<int> top = new("--top") { Description = "How many of the heaviest directories to show", HelpName = "N", DefaultValueFactory = _ => 10 };
    private readonly Option<bool> allowEmpty = EmptyQuestion.Option("file");
    private readonly Option<bool> allFileSystems = new("--all-file-systems") { Description = "Go on where other file systems are mounted" };
    private readonly Option<int?> jobs = new("--jobs") { Description = "Number of threads; default: one for each core", HelpName = "N" };

    public PolicySimulateVerb()
        : base(
            "simulate",
            "Show what a policy would measure, appraise and deny on this machine",
            AnyKernel(),
            [
                "imara policy simulate /etc/ima/ima-policy --root / --running",
                "imara policy simulate --kernel 6.12 p --root /usr --hash --cert /etc/keys/x509_ima.der --deny-list denied.jsonl",
            ],
            OutputFormat.Text, OutputFormat.Json)
    {
        mode.AcceptOnlyFromAmong("enforce", "log", "fix", "off");
        Add(files);
        Add(roots);
        Add(subjects);
        Add(mode);
        Add(hash);
        Add(certificates);
        Add(noVerify);
        Add(running);
        Add(denyList);
        Add(hashRate);
        Add(top);
        Add(allFileSystems);
        Add(jobs);
        Add(allowEmpty);
        AddKernelOptions();
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult line, Report report)
    {
        if (!AreNumbersGood(line, report))
        {
            return ExitCode.CouldNotTell;
        }

        if (AskAccepted(line, line.GetRequiredValue(files), report, out var otherwise) is not var (check, kernel))
        {
            return otherwise;
        }

        var certificatePaths = line.GetValue(certificates) ?? [];
        if (!SimulationSubjects.TryRead(line.GetValue(subjects) ?? [], report, out var who)
            || !CertificateFile.TryRead(certificatePaths, report, out var keys)
            || !AreDirectories(line.GetRequiredValue(roots), report))
        {
            return ExitCode.CouldNotTell;
        }

        var places = new DecisionReport(check, kernel.Profile);
        var path = line.GetValue(denyList);
        using var list = path is null ? null : DenyList.TryOpen(path, places, report);
        if (path is not null && list is null)
        {
            return ExitCode.CouldNotTell;
        }

        var listener = new SimulationListener(report, places, Mode(line) == SimulationMode.Enforce, list);
        var simulation = new Simulation(SetupOf(kernel), check.Rules, Mode(line))
        {
            Subjects = who,
            Keys = certificatePaths.Length > 0 ? keys : null,
            ReadsContent = line.GetValue(hash),
            Top = line.GetValue(top),
            First = report.Verbose ? 0 : UsualCount,
            Walk = new TreeWalkOptions { AllFileSystems = line.GetValue(allFileSystems), Workers = line.GetValue(jobs) ?? Environment.ProcessorCount },
            Listener = listener,
        };
        var answer = Simulate(simulation, line, report);
        listener.End();
        if (list is not null && !list.TryFinish(report))
        {
            return ExitCode.CouldNotTell;
        }

        return new SimulationReport(answer, places, kernel.Profile, report).Write(line.GetRequiredValue(roots), line.GetValue(noVerify), line.GetValue(allowEmpty));
    }

    private SimulationAnswer Simulate(Simulation simulation, ParseResult line, Report report)
    {
        SimulationResult trees;
        using (new ProgressLine(report, () => $"{simulation.Progress.Files} files"))
        {
            trees = simulation.OfTrees([.. line.GetRequiredValue(roots).Select(root => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(root))]);
        }

        var isUnlabelled = simulation.AsksSubjectLabels && simulation.Subjects.Any(subject => subject.Label.IsEmpty);
        return new SimulationAnswer(simulation, trees, line.GetValue(running) ? simulation.OfRunning() : null, Rate(line, simulation, trees), isUnlabelled);
    }

    private long Rate(ParseResult line, Simulation simulation, SimulationResult trees) => line.GetValue(hashRate) is { } given
        ? (long)given << 20
        : trees.Hashed.Bytes == 0 ? 0 : HashRate.Measure(simulation.DefaultHash);

    private SimulationMode Mode(ParseResult line) => Enum.Parse<SimulationMode>(line.GetRequiredValue(mode), ignoreCase: true);

    private bool AreNumbersGood(ParseResult line, Report report)
    {
        if (line.GetValue(jobs) is < 1 or > 1024)
        {
            report.Error("--jobs: from 1 to 1024");
            return false;
        }

        if (line.GetValue(hashRate) is < 1)
        {
            report.Error("--hash-rate: at least 1");
            return false;
        }

        if (line.GetValue(top) is < 0 or > 10000)
        {
            report.Error("--top: from 0 to 10000");
            return false;
        }

        return true;
    }

    private static bool AreDirectories(string[] paths, Report report)
    {
        var are = true;
        foreach (var path in paths)
        {
            var error = FileStatus.Read(Encoding.UTF8.GetBytes(path), out var status);
            if (error != Errno.None || !status.IsDirectory)
            {
                report.Error($"--root: {path}: {(error == Errno.None ? "not a directory" : error.ToString())}");
                are = false;
            }
        }

        return are;
    }

    private static EngineSetup SetupOf(ChosenKernel kernel) => new()
    {
        Kernel = kernel.Profile,
        Boot = new BootParameters { Hash = kernel.Profile.DefaultHash, Template = kernel.Profile.DefaultTemplate, Appraise = AppraiseBits.Enforce },
        Lsm = kernel.Context.Lsm,
    };
}
