using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using Imara.Appraisal.Simulating;
using Imara.Boot.Checking;
using Imara.Boot.Discovery;
using Imara.Cli.Input;
using Imara.Cli.Kernels;
using Imara.Cli.Output;
using Imara.Cli.Verbs.Policies;
using Imara.Engine.Boot;
using Imara.Linux.Files;
using Imara.Measurements;
using Imara.Policy.Checking;
using Imara.Policy.CommandLine;
using Imara.Policy.Kernels;
using Imara.Signatures.Keys;

namespace Imara.Cli.Verbs.Boot;

/// <summary>`imara boot check`: would this policy load, and would the machine still start?</summary>
internal sealed class BootCheckVerb : PolicyVerb
{
    private const string RunningCommandLine = "/proc/cmdline";

    private readonly Argument<string?> policy = new("POLICY") { Description = "The policy; default: the one that `imara boot load` would find", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string> root = new("--root") { Description = "The system that is to boot, mounted here", HelpName = "DIR", DefaultValueFactory = _ => "/" };
    private readonly Option<string[]> certificates = new("--cert", "-c") { Description = "One more certificate that signatures are verified with; may be repeated", HelpName = "FILE" };
    private readonly Option<string> keys = new("--keys") { Description = "The folder that the loader takes certificates from; default: /etc/keys of the system", HelpName = "DIR" };
    private readonly Option<string> cmdline = new("--cmdline") { Description = "The kernel command line, in a file; default: that of the running kernel", HelpName = "FILE" };
    private readonly Option<string> mode = new("--mode") { Description = "The mode of appraisal; default: as the command line says", HelpName = "enforce|log|fix|off" };
    private readonly Option<string[]> programs = new("--program") { Description = "One more program that must start, a path in the system; may be repeated", HelpName = "PATH" };

    private readonly Option<string> loader = new("--loader") { Description = "Who loads the policy at boot; default: found out from what is installed", HelpName = "pid1|unit|initramfs" };
    private readonly Option<string[]> trusted = new("--trusted") { Description = "A certificate that the kernel was built with, for kernels with a trusted keyring; may be repeated", HelpName = "FILE" };

    public BootCheckVerb()
        : base(
            "check",
            "Tell before a boot whether a policy would load, and whether the machine would still start",
            ["imara boot check", "imara boot check --root /mnt --cmdline /mnt/etc/kernel/cmdline --kernel 6.12 /mnt/etc/ima/ima-policy", "imara boot check --mode enforce new.policy"],
            OutputFormat.Text, OutputFormat.Json)
    {
        loader.AcceptOnlyFromAmong("pid1", "unit", "initramfs");
        mode.AcceptOnlyFromAmong("enforce", "log", "fix", "off");
        Add(policy);
        Add(root);
        Add(certificates);
        Add(keys);
        Add(cmdline);
        Add(mode);
        Add(programs);
        Add(loader);
        Add(trusted);
        AddKernelOptions();
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult line, Report report)
    {
        var system = Path.GetFullPath(line.GetRequiredValue(root));
        if (!Directory.Exists(system))
        {
            report.Error($"--root: `{system}` is no directory");
            return ExitCode.CouldNotTell;
        }

        var notes = new List<string>();
        var search = new BootSearch(system, notes);
        var named = line.GetValue(policy);
        var path = named ?? search.FindPolicy(out _)?.Path;
        if (named is null && path is not null && FileStatus.Read(PathBytes.Of(path), out var status) == Errno.None && status is { IsRegularFile: false, IsDirectory: false })
        {
            report.Error($"{path}: is no regular file: the kernel does not load it, and it is not waited for");
            return ExitCode.CouldNotTell;
        }

        if (path is null)
        {
            report.Error("no policy is found at the places where one is looked for, and none was named; see `imara boot load --help`");
            return ExitCode.CouldNotTell;
        }

        if (Ask(line, [path], report) is not var (check, kernel) || !TryCommandLine(line, report, out var parameters) || !TryKeys(line, search, KeyPurpose.Ima, report, out var certificates)
            || !TryKeys(line, search, KeyPurpose.Evm, report, out var evmKeys)
            || !TryTrusted(line, report, out var trusting))
        {
            return ExitCode.CouldNotTell;
        }

        // As the loader does where nothing else is asked for: by the path, and rule by rule where only that works.
        var method = kernel.Method;
        if (!IsMethodGiven(line))
        {
            var byPath = PolicyChecker.Check(check.Sources, kernel.Context, LoadMethod.Path);
            (check, method) = byPath.IsAccepted || !check.IsAccepted ? (byPath, LoadMethod.Path) : (check, LoadMethod.Lines);
        }

        foreach (var note in notes.Concat(kernel.NotesFor(check).Select(note => $"{note.Descriptor.Id}: {note.Message}")))
        {
            report.Note(note);
        }

        var boot = CommandLineParser.Parse(parameters, kernel.Profile, format => Template.TryParseFormat(format, out _));
        var result = new PolicyPreflight(new PreflightQuestion
        {
            Check = check,
            PolicyPath = Path.GetFullPath(path),
            Setup = new EngineSetup { Kernel = kernel.Profile, Boot = boot with { Appraise = AppraiseBits.Enforce }, Lsm = kernel.Context.Lsm },
            Method = method,
            Mode = line.GetValue(mode) is { } asked ? Enum.Parse<SimulationMode>(asked, ignoreCase: true) : ModeOf(boot.Appraise),
            Root = system,
            CommandLine = line.GetValue(cmdline) is null && IsOther(line) ? null : parameters,
            LoadedBy = line.GetValue(loader) is { } who ? Enum.Parse<LoadedBy>(who, ignoreCase: true) : null,
            Trusted = trusting,
            LooksAtRunning = IsThis(line),
            Keys = certificates,
            EvmKeys = evmKeys,
            LabelsAssumed = LsmFiles.NeedsLabels(kernel.Context.Lsm.Kind) && kernel.Context.Lsm.Labels is null && check.Rules.Any(rule => !rule.Lsm.IsEmpty),
            Programs = [.. line.GetValue(programs) ?? []],
        }).Run();
        return BootCheckReport.Write(result, path, kernel.Profile, report);
    }

    // A kernel that was named is not the one that runs, and what runs now says nothing about it.
    private bool IsOther(ParseResult line) => line.GetValue(cmdline) is not null || NamesKernel(line);

    private bool IsThis(ParseResult line) => Path.GetFullPath(line.GetRequiredValue(root)) == "/" && !IsOther(line);

    private bool TryTrusted(ParseResult line, Report report, out ImmutableArray<X509Key> found)
    {
        var read = ImmutableArray.CreateBuilder<X509Key>();
        found = [];
        foreach (var path in line.GetValue(trusted) ?? [])
        {
            if (!KeyInput.TryReadCertificate(path, report, out var certificate))
            {
                return false;
            }

            read.Add(certificate);
        }

        found = read.DrainToImmutable();
        return true;
    }

    private bool TryCommandLine(ParseResult line, Report report, out string text)
    {
        text = string.Empty;
        if (line.GetValue(cmdline) is null && IsOther(line))
        {
            return true;
        }

        if (!InputFile.TryRead(line.GetValue(cmdline) ?? RunningCommandLine, InputFile.UsualCap, report, out var bytes))
        {
            return false;
        }

        text = Encoding.UTF8.GetString(bytes.Span);
        return true;
    }

    private bool TryKeys(ParseResult line, BootSearch search, KeyPurpose purpose, Report report, out ImmutableArray<PreflightKey> found)
    {
        var read = ImmutableArray.CreateBuilder<PreflightKey>();
        found = [];
        var loaded = search.FindKeys(line.GetValue(keys)).Where(file => file.Purpose == purpose).Select(file => file.Path).ToList();
        // What is in the keyrings here says nothing about another system.
        var live = purpose == KeyPurpose.Ima && IsThis(line) ? LiveKeys.Read() : null;
        foreach (var path in loaded.Concat(purpose == KeyPurpose.Ima ? line.GetValue(certificates) ?? [] : []).Distinct(StringComparer.Ordinal))
        {
            if (!KeyInput.TryReadCertificate(path, report, out var certificate))
            {
                return false;
            }

            read.Add(new PreflightKey(path, certificate, live?.Has(certificate), loaded.Contains(path)));
        }

        found = read.DrainToImmutable();
        return true;
    }

    private static SimulationMode ModeOf(AppraiseBits bits) =>
        (bits & AppraiseBits.Enforce) != 0 ? SimulationMode.Enforce : (bits & AppraiseBits.Log) != 0 ? SimulationMode.Log : (bits & AppraiseBits.Fix) != 0 ? SimulationMode.Fix : SimulationMode.Off;
}
