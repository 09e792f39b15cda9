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
internal sealed partial class KernelOptions
{
    private readonly Option<string> kernels;

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

    private readonly bool takesUsual;

    /// <summary>The options of one verb.</summary>
    /// <param name="otherwise">What is meant when none is given, for the help.</param>
    /// <param name="takesUsual">IMARA_KERNEL and <c>.imara.toml</c> come before that.</param>
    /// <param name="takesSeveral">The verb answers for several kernels.</param>
    public KernelOptions(string otherwise = "the running kernel", bool takesUsual = false, bool takesSeveral = false)
    {
        this.takesUsual = takesUsual;
        var usual = takesUsual ? $"${UsualKernel.Variable}, else `kernel` in .imara.toml, else {otherwise}" : otherwise;
        kernels = new Option<string>("--kernel", "--profile")
        {
            Description = $"A version (everything configured, every hash algorithm, no LSM), a recorded kernel as `imara policy kernels` lists them, or `running`"
                + $"{(takesSeveral ? "; several with commas" : string.Empty)}; default: {usual}",
            HelpName = takesSeveral ? "X.Y|NAME|running[,..]" : "X.Y|NAME|running",
        };
    }

    /// <summary>The options that choose the kernel alone.</summary>
    public void AddChoiceTo(Command command)
    {
        command.Add(kernels);
        command.Add(config);
    }

    /// <summary>The first of all these options that is on the command line; null if there is none.</summary>
    public string? NameOfFirst(ParseResult line) =>
        ((Option[])[kernels, config, hashes, lsm, labels, active, load]).FirstOrDefault(option => line.GetResult(option) is { Implicit: false })?.Name;

    /// <summary>True if the command line names a kernel.</summary>
    public bool IsChosen(ParseResult line) => line.GetValue(kernels) is not null || line.GetValue(config) is not null;

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
        if (!TryName(line, report, out var name, out var source))
        {
            return false;
        }

        var told = new KernelAssumptions(notes);
        var isFound = TryProfile(line, name, source, report, told, out kernel);
        notes.AddRange(told.OfHashes);
        return isFound;
    }

    /// <summary>The kernel and what a load into it depends on.</summary>
    /// <param name="line">The command line.</param>
    /// <param name="report">Takes the reason if there is none.</param>
    /// <param name="chosen">What was chosen.</param>
    public bool TryChoose(ParseResult line, Report report, [NotNullWhen(true)] out ChosenKernel? chosen)
    {
        chosen = null;
        if (!TryName(line, report, out var name, out var source))
        {
            return false;
        }

        var notes = new KernelAssumptions([]);
        return TryProfile(line, name, source, report, notes, out var kernel) && TryComplete(line, report, notes, kernel, out chosen);
    }

    /// <summary>As <see cref="TryChoose"/>, for a verb that takes several.</summary>
    public bool TryChooseAll(ParseResult line, Report report, out List<ChosenKernel> chosen)
    {
        chosen = [];
        if (!TryNames(line, report, out var names, out var source))
        {
            return false;
        }

        foreach (var name in names ?? [null])
        {
            var notes = new KernelAssumptions([]);
            if (!TryProfile(line, name, source, report, notes, out var kernel) || !TryComplete(line, report, notes, kernel, out var one))
            {
                return false;
            }

            if (chosen.Any(other => other.Profile.Name == kernel.Name))
            {
                report.Error($"{source} names kernel {kernel.Name} twice");
                return false;
            }

            chosen.Add(one);
        }

        return true;
    }

    private bool TryNames(ParseResult line, Report report, out string?[]? names, out string source)
    {
        names = null;
        source = "--kernel";
        var text = line.GetValue(kernels);
        if (text is null && line.GetValue(config) is null && takesUsual && !UsualKernel.TryFind(report, out text, out source))
        {
            return false;
        }

        names = text?.Split(',');
        return true;
    }

    private bool TryName(ParseResult line, Report report, out string? name, out string source)
    {
        name = null;
        if (!TryNames(line, report, out var names, out source))
        {
            return false;
        }

        if (names is { Length: > 1 })
        {
            report.Error($"{source} names several kernels, and this verb takes one; `imara policy check` and `imara policy test` take several");
            return false;
        }

        name = names?[0];
        return true;
    }

    private bool TryProfile(ParseResult line, string? name, string source, Report report, KernelAssumptions notes, [NotNullWhen(true)] out KernelProfile? kernel)
    {
        kernel = null;
        if (line.GetValue(config) is { } path)
        {
            KernelVersion version = default;
            if (name is not null && !NamedKernel.TryParseVersion(name, out version))
            {
                report.Error($"--kernel: `{name}` is no version X.Y or X.Y.Z, the only thing that goes with --config");
                return false;
            }

            return NamedKernel.TryOfConfig(path, name is null ? null : version, report, notes, out kernel);
        }

        if (name is null)
        {
            kernel = KernelChoice.OfRunning(RunningKernel.Read(report), notes.All, notes.OfHashes);
            return true;
        }

        return NamedKernel.TryFind(name, source + ": ", isFileTaken: false, report, notes, out kernel);
    }

    private bool TryComplete(ParseResult line, Report report, KernelAssumptions notes, KernelProfile kernel, [NotNullWhen(true)] out ChosenKernel? chosen)
    {
        chosen = null;
        var isRunning = kernel.Name == NamedKernel.Running;
        if (!TryTakeHashes(line.GetValue(hashes), report, ref kernel) || !TryTakeLsm(line, isRunning, report, notes.All, out var context))
        {
            return false;
        }

        var method = line.GetValue(load) switch
        {
            "path" => LoadMethod.Path,
            "cat" => LoadMethod.Cat,
            _ => LoadMethod.Lines,
        };
        chosen = new ChosenKernel(new RuleContext(kernel, context, IsCustomActive: line.GetValue(active) == "custom"), method, notes.All, notes.OfHashes);
        return true;
    }
}
