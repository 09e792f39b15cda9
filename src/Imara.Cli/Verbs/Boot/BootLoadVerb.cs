using System.CommandLine;
using Imara.Boot.Loading;
using Imara.Cli.Kernels;
using Imara.Cli.Output;
using Imara.Diagnostics;

namespace Imara.Cli.Verbs.Boot;

/// <summary>`imara boot load`: what an init does for IMA.</summary>
internal sealed class BootLoadVerb : Verb
{
    private readonly Option<string> policy = new("--policy")
    {
        Description = "The policy; default: /etc/ima/ima-policy, else that of dracut: IMAPOLICY of /etc/sysconfig/ima, or /etc/sysconfig/ima-policy",
        HelpName = "FILE",
    };

    private readonly Option<bool> require = new("--require") { Description = "Without a policy file the exit status is 1, so that a unit can halt the machine" };
    private readonly Option<bool> auto = new("--auto") { Description = "By its path, and rule by rule where the kernel cannot take the path; the default" };
    private readonly Option<bool> byPath = new("--path") { Description = "By its path alone: the kernel reads and appraises the file" };
    private readonly Option<bool> lines = new("--lines") { Description = "Rule by rule alone" };

    private readonly Option<string> keys = new("--keys")
    {
        Description = "The folder with x509_ima.der, ima/, x509_evm.der and evm/; default: /etc/keys",
        HelpName = "DIR",
    };

    private readonly Option<string> root = new("--root")
    {
        Description = "Where the system to be booted is mounted; defaults are looked for below it",
        HelpName = "DIR",
        DefaultValueFactory = _ => "/",
    };

    private readonly Option<string> witness = new("--witness")
    {
        Description = "A signed file that the policy appraises: it is read, mapped or executed, to see that signatures pass; default: this program, a shell, init",
        HelpName = "FILE",
    };

    private readonly Option<bool> kmsg = new("--kmsg") { Description = "Tell the kernel's log too" };

    public BootLoadVerb()
        : base(
            "load",
            "Check the policy, give the kernel the keys and the policy, and see whether it is in force and signatures pass",
            ["imara boot load", "imara boot load --require --kmsg --root /sysroot", "imara boot load --policy site.policy --path --format json"],
            OutputFormat.Text, OutputFormat.Json)
    {
        Add(policy);
        Add(require);
        Add(auto);
        Add(byPath);
        Add(lines);
        Add(keys);
        Add(root);
        Add(witness);
        Add(kmsg);
        Validators.Add(result =>
        {
            if (new[] { auto, byPath, lines }.Count(result.GetValue) > 1)
            {
                result.AddError("--auto, --path and --lines exclude each other");
            }
        });
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult line, Report report)
    {
        var request = new LoadRequest
        {
            Policy = line.GetValue(policy),
            Root = Path.GetFullPath(line.GetRequiredValue(root)),
            Keys = line.GetValue(keys),
            IsRequired = line.GetValue(require),
            Witness = line.GetValue(witness) is { } file ? Path.GetFullPath(file) : null,
            Choice = line.GetValue(byPath) ? LoadChoice.Path : line.GetValue(lines) ? LoadChoice.Lines : LoadChoice.Auto,
        };
        var console = new BootConsole(report, line.GetValue(kmsg));
        var result = new BootLoader(console).Load(request, () => RunningKernelFor(request.Root, report, console));
        var exit = ExitCodes.Of(result, request.IsRequired);
        BootLoadReport.Write(result, exit == ExitCode.Yes, console, report);
        return exit;
    }

    /// <summary>What is known about the running kernel.</summary>
    /// <param name="root">The folder of the system to be booted, which may have the configuration.</param>
    /// <param name="report">Takes what was read.</param>
    /// <param name="console">Takes what was assumed.</param>
    public static LoadingKernel RunningKernelFor(string root, Report report, BootConsole console)
    {
        var notes = new List<Diagnostic>();
        var lsm = RunningKernel.ReadLsm(report, notes);
        var kernel = LoadingKernel.Of(RunningKernel.Read(report, root), lsm, RunningKernel.ReadCommandLine(report), notes);
        foreach (var note in notes)
        {
            console.Detail($"{note.Descriptor.Id}: {note.Message}");
        }

        return kernel;
    }
}
