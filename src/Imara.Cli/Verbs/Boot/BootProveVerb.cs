using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Imara.Boot.Proving;
using Imara.Cli.Input;
using Imara.Cli.Kernels;
using Imara.Cli.Output;
using Imara.Policy.CommandLine;
using Imara.Policy.Kernels;

namespace Imara.Cli.Verbs.Boot;

/// <summary>`imara boot prove`: boots a copy of a system in QEMU, under its own kernel, initramfs and policy.</summary>
internal sealed class BootProveVerb : Verb
{
    private const int UsualSeconds = 180;

    private readonly Argument<string?> policy = new("POLICY") { Description = "A policy to be tried in place of the one that the system has", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string> root = new("--root") { Description = "The system, mounted here", HelpName = "DIR", DefaultValueFactory = _ => "/" };
    private readonly Option<string> kernel = new("--kernel-image") { Description = "The kernel; default: the one that runs, of another system the only one in its boot folder", HelpName = "FILE" };
    private readonly Option<string> initrd = new("--initrd") { Description = "The initramfs; default: the one beside the kernel", HelpName = "FILE" };
    private readonly Option<string> cmdline = new("--cmdline") { Description = "The kernel command line, in a file; default: the one that runs, of another system its etc/kernel/cmdline", HelpName = "FILE" };
    private readonly Option<int> seconds = new("--seconds") { Description = "How long it may take", HelpName = "N", DefaultValueFactory = _ => UsualSeconds };

    public BootProveVerb()
        : base(
            "prove",
            "Boot a copy of this system in QEMU, and tell how far it comes under its policy",
            [
                "imara boot prove",
                "imara boot prove new.policy",
                "imara boot prove --root /mnt --kernel-image /mnt/boot/vmlinuz-6.12 --cmdline /mnt/etc/kernel/cmdline --format json",
            ],
            OutputFormat.Text, OutputFormat.Json)
    {
        Add(policy);
        Add(root);
        Add(kernel);
        Add(initrd);
        Add(cmdline);
        Add(seconds);
        seconds.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, out var value) && value > 0))
            {
                result.AddError($"--seconds: `{token.Value}` is no number of seconds");
            }
        });
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult line, Report report)
    {
        var system = Path.GetFullPath(line.GetRequiredValue(root));
        var release = system == "/" ? RunningKernel.Read(report).Release : null;
        if (KernelFiles.Find(system, line.GetValue(kernel), line.GetValue(initrd), release) is not { } files)
        {
            report.Error($"{system}: which kernel it boots cannot be told; name it with --kernel-image");
            return ExitCode.CouldNotTell;
        }

        if (!TryPolicy(line, system, report, out var tried, out var place)
            || !TryText(line.GetValue(cmdline) ?? (system == "/" ? "/proc/cmdline" : Path.Combine(system, "etc/kernel/cmdline")), report, out var parameters)
            || !TryConfig(files, report, out var config, out var profile))
        {
            return ExitCode.CouldNotTell;
        }

        var uuid = ProvingUuid.Of(parameters, system);
        var disk = files.Initrd is null ? ProvingDisk.ForKernel(config) : ProvingDisk.ForInitramfs(uuid);
        if (disk is null)
        {
            report.Error($"{files.Image}: no initramfs is beside it, and that it has a driver of a disk and ext4 built in is not known; name it with --initrd");
            return ExitCode.CouldNotTell;
        }

        var arguments = ProvingArguments.Of(parameters.Trim(), disk.Root);
        AppraiseBits ModeOf(string text) => CommandLineParser.Parse(text, profile, _ => false).Appraise;
        report.Detail($"kernel {files.Image}, initramfs {files.Initrd ?? "none"}, arguments {arguments}");
        using var work = new ProvingFolder();
        if (SystemImage.Make(work.Image, work.Stage, system, uuid, tried, place) is { } reason)
        {
            report.Error($"{system}: no copy of it could be made: {reason}");
            return ExitCode.CouldNotTell;
        }

        var limit = TimeSpan.FromSeconds(line.GetValue(seconds));
        var seen = new ProvingMachine(files, work.Image, disk, arguments).Run(work.Console, limit, ModeOf, stage => report.Detail(BootProveReport.TextOf(stage)), out var failure);
        if (failure is not null)
        {
            report.Error(failure);
            return ExitCode.CouldNotTell;
        }

        return new BootProveReport(seen, report).Write(system, files, arguments, AuditWords.Of(ModeOf(arguments))!, limit);
    }

    private bool TryPolicy(ParseResult line, string system, Report report, out string? tried, out string place)
    {
        (tried, place) = (line.GetValue(policy), string.Empty);
        if (tried is null)
        {
            return true;
        }

        if (!File.Exists(tried))
        {
            report.Error($"{tried}: no such file");
            return false;
        }

        if (PolicyOfLoader.Find(system) is not { } found)
        {
            report.Error($"nothing in {system} would load {tried}: there is no policy in any place where one is loaded from; `imara boot install` and a policy there come first");
            return false;
        }

        (tried, place) = (Path.GetFullPath(tried), found);
        return true;
    }

    private static bool TryText(string path, Report report, out string text)
    {
        var isRead = InputFile.TryRead(path, InputFile.UsualCap, report, out var bytes);
        text = Encoding.UTF8.GetString(bytes.Span);
        return isRead;
    }

    private static bool TryConfig(KernelFiles files, Report report, out string text, [NotNullWhen(true)] out KernelProfile? profile)
    {
        (text, profile) = (string.Empty, KernelChoice.OfVersion(KernelFeatures.Newest, []));
        if (files.Config is null)
        {
            return true;
        }

        if (!TryText(files.Config, report, out text))
        {
            return false;
        }

        if (KernelConfigReader.TryRead(Encoding.UTF8.GetBytes(text), out var config, out _))
        {
            profile = KernelChoice.OfConfig(config, version: null, []);
        }

        return true;
    }
}
