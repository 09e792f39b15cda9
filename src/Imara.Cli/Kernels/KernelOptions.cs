using System.Collections.Frozen;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics.CodeAnalysis;
using Imara.Cli.Input;
using Imara.Cli.Output;
using Imara.Diagnostics;
using Imara.Policy.Checking;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;
using Imara.Traces;

namespace Imara.Cli.Kernels;

/// <summary>The options that say which kernel is meant, and the way from them to a profile.</summary>
internal sealed class KernelOptions
{
    private readonly Option<string> version;

    private readonly Option<string> profile = new("--profile") { Description = "A recorded kernel, such as 6.12-debian", HelpName = "NAME" };

    private readonly Option<string> config = new("--config")
    {
        Description = "A kernel built with this configuration, plain or config.gz; --kernel overrides its version",
        HelpName = "FILE",
    };

    private readonly Option<string> hashes = new("--hash-algos") { Description = "Hash algorithms usable when the policy is loaded", HelpName = "A,B,.." };
    private readonly Option<string> lsm = new("--lsm") { Description = "The security module that knows labels", HelpName = "none|selinux|smack|apparmor" };

    private readonly Option<string> labels = new("--lsm-labels")
    {
        Description = "The labels it knows, one `key value` a line; without it every label counts as defined",
        HelpName = "FILE",
    };

    private readonly Option<string> active = new("--active")
    {
        Description = "What is in force before the load",
        HelpName = "default|custom",
        DefaultValueFactory = _ => "default",
    };

    private readonly Option<string> load = new("--load")
    {
        Description = "How the files are given to the kernel",
        HelpName = "lines|path|cat",
        DefaultValueFactory = _ => "lines",
    };

    /// <summary>The options of one verb.</summary>
    /// <param name="otherwise">What is meant when none is given, for the help.</param>
    public KernelOptions(string otherwise = "the running kernel") => version = new Option<string>("--kernel")
    {
        Description = $"A version, with every option of IMA configured, all hash algorithms usable and no LSM; default: {otherwise}",
        HelpName = "X.Y[.Z]",
    };

    /// <summary>The options that choose the kernel alone.</summary>
    public void AddChoiceTo(Command command)
    {
        command.Add(version);
        command.Add(profile);
        command.Add(config);
    }

    /// <summary>The first of all these options that is on the command line; null if there is none.</summary>
    public string? NameOfFirst(ParseResult line) =>
        ((Option[])[version, profile, config, hashes, lsm, labels, active, load]).FirstOrDefault(option => line.GetResult(option) is { Implicit: false })?.Name;

    /// <summary>True if the command line names a kernel.</summary>
    public bool IsChosen(ParseResult line) => line.GetValue(version) is not null || line.GetValue(profile) is not null || line.GetValue(config) is not null;

    /// <summary>True if the command line says how files are given to it.</summary>
    public bool IsMethodGiven(ParseResult line) => line.GetResult(load) is { Implicit: false };

    /// <summary>All options: the kernel, what is loaded in it, and how the policy gets there.</summary>
    public void AddAllTo(Command command)
    {
        AddChoiceTo(command);
        lsm.AcceptOnlyFromAmong("none", "selinux", "smack", "apparmor");
        active.AcceptOnlyFromAmong("default", "custom");
        load.AcceptOnlyFromAmong("lines", "path", "cat");
        command.Add(hashes);
        command.Add(lsm);
        command.Add(labels);
        command.Add(active);
        command.Add(load);
    }

    /// <summary>The kernel of <see cref="AddChoiceTo"/>.</summary>
    /// <param name="line">The command line.</param>
    /// <param name="report">Takes the reason if there is none.</param>
    /// <param name="notes">Takes what was assumed.</param>
    /// <param name="kernel">The profile.</param>
    public bool TryChooseProfile(ParseResult line, Report report, List<Diagnostic> notes, [NotNullWhen(true)] out KernelProfile? kernel)
    {
        kernel = null;
        var versionText = line.GetValue(version);
        var configPath = line.GetValue(config);
        var asked = default(KernelVersion?);
        if (versionText is not null)
        {
            if (!NamedKernel.TryParseVersion(versionText, out var number))
            {
                report.Error($"--kernel: `{versionText}` is no version X.Y or X.Y.Z");
                return false;
            }

            asked = number;
        }

        if (line.GetValue(profile) is { } name)
        {
            if (versionText is not null || configPath is not null)
            {
                report.Error("--profile names a whole kernel; --kernel and --config do not go with it");
                return false;
            }

            kernel = KernelChoice.OfRecorded(name, notes);
            if (kernel is null)
            {
                report.Error($"--profile: no kernel `{name}`; there are {string.Join(", ", KnownKernels.Recorded.Select(known => known.Name))}");
            }

            return kernel is not null;
        }

        if (configPath is not null)
        {
            return NamedKernel.TryOfConfig(configPath, asked, report, notes, out kernel);
        }

        kernel = asked is { } exact ? KernelChoice.OfVersion(exact, notes) : KernelChoice.OfRunning(RunningKernel.Read(report), notes);
        return true;
    }

    /// <summary>The kernel and what a load into it depends on.</summary>
    /// <param name="line">The command line.</param>
    /// <param name="report">Takes the reason if there is none.</param>
    /// <param name="chosen">What was chosen.</param>
    public bool TryChoose(ParseResult line, Report report, [NotNullWhen(true)] out ChosenKernel? chosen)
    {
        chosen = null;
        var notes = new List<Diagnostic>();
        if (!TryChooseProfile(line, report, notes, out var kernel)
            || !TryTakeHashes(line.GetValue(hashes), report, ref kernel)
            || !TryTakeLsm(line, report, notes, out var context))
        {
            return false;
        }

        var method = line.GetValue(load) switch
        {
            "path" => LoadMethod.Path,
            "cat" => LoadMethod.Cat,
            _ => LoadMethod.Lines,
        };
        chosen = new ChosenKernel(new RuleContext(kernel, context, IsCustomActive: line.GetValue(active) == "custom"), method, notes);
        return true;
    }

    /// <summary>What takes the place of something that scenarios say.</summary>
    /// <param name="line">The command line.</param>
    /// <param name="report">Takes the reason if an option cannot mean anything for a scenario.</param>
    /// <param name="notes">Takes what was assumed.</param>
    /// <param name="options">The choice.</param>
    public bool TryChooseReplay(ParseResult line, Report report, List<Diagnostic> notes, out ReplayOptions options)
    {
        options = new ReplayOptions();
        if (line.GetValue(active) == "custom")
        {
            report.Error("--active custom: a scenario begins when its kernel boots, before any load");
            return false;
        }

        if (line.GetValue(load) is { } method and not "lines")
        {
            report.Error($"--load {method}: the operations of a scenario say how a policy is fed");
            return false;
        }

        if (IsChosen(line))
        {
            if (!TryChooseProfile(line, report, notes, out var kernel))
            {
                return false;
            }

            options = options with { Kernel = kernel };
        }

        if (line.GetValue(hashes) is { } names)
        {
            if (!TryReadHashes(names, report, out var usable))
            {
                return false;
            }

            options = options with { UsableHashes = usable };
        }

        if (line.GetValue(lsm) is not { } module)
        {
            if (line.GetValue(labels) is not null)
            {
                report.Error("--lsm-labels goes with --lsm selinux or --lsm apparmor");
                return false;
            }

            return true;
        }

        if (!TryTakeLsm(line, report, notes, out var context))
        {
            return false;
        }

        report.Note($"--lsm {module} takes the place of the security module that each scenario names");
        options = options with { Lsm = context };
        return true;
    }

    private static bool TryTakeHashes(string? names, Report report, ref KernelProfile kernel)
    {
        if (names is null)
        {
            return true;
        }

        var isGood = TryReadHashes(names, report, out var set);
        kernel = kernel with { UsableHashes = set };
        return isGood;
    }

    private static bool TryReadHashes(string names, Report report, out HashAlgoSet set)
    {
        set = default;
        foreach (var name in names.Split(','))
        {
            if (!HashAlgos.TryParse(name, out var algo))
            {
                report.Error($"--hash-algos: no hash algorithm is called `{name}`");
                return false;
            }

            set = set.With(algo);
        }

        return true;
    }

    private bool TryTakeLsm(ParseResult line, Report report, List<Diagnostic> notes, out LsmContext context)
    {
        context = LsmContext.None;
        var isGiven = LsmFiles.TryParse(line.GetValue(lsm) ?? string.Empty, out var kind);
        var isRunning = line.GetValue(version) is null && line.GetValue(profile) is null && line.GetValue(config) is null;
        if (!isGiven && isRunning)
        {
            kind = RunningKernel.ReadLsm(report, notes);
        }

        var path = line.GetValue(labels);
        if (path is null)
        {
            context = new LsmContext(kind);
            return true;
        }

        if (!LsmFiles.NeedsLabels(kind))
        {
            report.Error("--lsm-labels goes with --lsm selinux or --lsm apparmor");
            return false;
        }

        if (!InputFile.TryRead(path, InputFile.UsualCap, report, out var text))
        {
            return false;
        }

        if (!LsmFiles.TryReadLabels(text.Span, out FrozenSet<(LsmKey, ByteString)> set, out var error))
        {
            report.Error($"{InputFile.NameOf(path)}: {error}");
            return false;
        }

        context = new LsmContext(kind, set);
        return true;
    }
}
