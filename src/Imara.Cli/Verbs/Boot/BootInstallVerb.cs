using System.CommandLine;
using Imara.Boot.Checking;
using Imara.Boot.Installing;
using Imara.Cli.Kernels;
using Imara.Cli.Output;

namespace Imara.Cli.Verbs.Boot;

/// <summary>`imara boot install`: makes the machine load its policy at boot.</summary>
internal sealed class BootInstallVerb : Verb
{
    private readonly Option<bool> systemd = new("--systemd") { Description = "A unit, in the running root" };
    private readonly Option<bool> dracut = new("--dracut") { Description = "A module for the initramfs of dracut" };
    private readonly Option<bool> initramfsTools = new("--initramfs-tools") { Description = "A hook and a script for the initramfs of Debian" };
    private readonly Option<bool> require = new("--require") { Description = "The machine halts where the policy cannot be loaded" };

    private readonly Option<string> policy = new("--policy")
    {
        Description = "The policy, in the system that boots; default: where `imara boot load` looks",
        HelpName = "FILE",
    };

    private readonly Option<string> root = new("--root")
    {
        Description = "The system to install into",
        HelpName = "DIR",
        DefaultValueFactory = _ => "/",
    };

    private readonly Option<string> program = new("--program") { Description = "Where imara is in that system; default: where this one is", HelpName = "FILE" };
    private readonly Option<bool> uninstall = new("--uninstall") { Description = "Remove what was installed" };
    private readonly Option<bool> dryRun = new("--dry-run") { Description = "Show what would be done" };
    private readonly Option<bool> force = new("--force") { Description = "Replace or remove files that somebody changed; install --require without a policy that loads" };

    public BootInstallVerb()
        : base(
            "install",
            "Install a unit or an initramfs module that loads the policy at every boot",
            [
                "imara boot install --systemd --dry-run",
                "imara boot install --dracut --require",
                "imara boot install --initramfs-tools --policy /etc/imara/policy",
                "imara boot install --systemd --uninstall",
            ],
            OutputFormat.Text, OutputFormat.Json)
    {
        Add(systemd);
        Add(dracut);
        Add(initramfsTools);
        Add(require);
        Add(policy);
        Add(root);
        Add(program);
        Add(uninstall);
        Add(dryRun);
        Add(force);
        Validators.Add(result =>
        {
            if (new[] { systemd, dracut, initramfsTools }.Count(result.GetValue) != 1)
            {
                result.AddError("one of --systemd, --dracut and --initramfs-tools is needed");
            }

            foreach (var option in new[] { policy, program })
            {
                if (result.GetValue(option) is { } path && !InstallRequest.IsPlain(path))
                {
                    result.AddError($"{option.Name} is an absolute path of letters, digits and / . _ + -, so that units and scripts can hold it");
                }
            }
        });
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult line, Report report)
    {
        var own = line.GetValue(program) ?? Environment.ProcessPath ?? string.Empty;
        if (!InstallRequest.IsPlain(own))
        {
            report.Error($"--program is needed: units and scripts cannot hold the path `{own}`");
            return ExitCode.CouldNotTell;
        }

        var request = new InstallRequest(SystemOf(line), own) { Policy = line.GetValue(policy), IsRequired = line.GetValue(require) };
        var folder = Path.GetFullPath(line.GetRequiredValue(root));
        var isForced = line.GetValue(force);
        var installer = new Installer(folder);
        var files = BootFiles.Of(request);
        var plan = line.GetValue(uninstall) ? InstallPlan.ToRemove(files, installer.Look, isForced) : InstallPlan.ToInstall(files, installer.Look, isForced);
        var console = new BootConsole(report, isLogging: false);
        if (!line.GetValue(uninstall) && !IsSafe(request, folder, isForced, report, console))
        {
            return ExitCode.No;
        }

        foreach (var step in plan.Steps.Where(step => step.Kind == StepKind.Refuse))
        {
            console.Failure($"{step.File.Path}: changed since it was installed, or made by somebody else; --force {(line.GetValue(uninstall) ? "removes" : "replaces")} it");
        }

        if (plan.IsRefused)
        {
            BootInstallReport.Write(request, plan, isDone: false, console, report);
            return ExitCode.No;
        }

        if (!line.GetValue(dryRun) && installer.Apply(plan, step => report.Detail($"{step.Kind.ToString().ToLowerInvariant()} {step.File.Path}")) is { } failure)
        {
            console.Failure(failure);
            return ExitCode.CouldNotTell;
        }

        BootInstallReport.Write(request, plan, !line.GetValue(dryRun), console, report);
        return ExitCode.Yes;
    }

    private InitSystem SystemOf(ParseResult line) =>
        line.GetValue(systemd) ? InitSystem.Systemd : line.GetValue(dracut) ? InitSystem.Dracut : InitSystem.InitramfsTools;

    private static bool IsSafe(InstallRequest request, string folder, bool isForced, Report report, BootConsole console)
    {
        if (!Directory.Exists(folder.TrimEnd('/') + BootFiles.Sign(request.System)))
        {
            console.Note($"{BootFiles.Sign(request.System)} does not exist: does this system boot that way?");
        }

        if (!File.Exists(folder.TrimEnd('/') + request.Program))
        {
            console.Note($"{request.Program} does not exist in the system; --program says where imara is");
        }

        if (request.System != InitSystem.Systemd
            && InitramfsExemption.Missing(folder, request.Policy, folder == "/" ? RunningKernel.ReadCommandLine(report) : null) is { } refused)
        {
            console.Note($"{refused.Subject}: under ima_appraise=enforce {refused.Message}: {refused.Help} [{refused.Kind.Id}]");
        }

        var reason = InstallCheck.WhyNot(request, folder, folder == "/" ? () => BootLoadVerb.RunningKernelFor("/", report, console) : null, console);
        if (reason is null)
        {
            return true;
        }

        if (request.IsRequired && !isForced)
        {
            console.Failure($"{reason}: with --require the next boot would halt; --force installs it all the same");
            return false;
        }

        console.Note($"{reason}: the next boot would {(request.IsRequired ? "halt" : "go on without a policy")}");
        return true;
    }
}
