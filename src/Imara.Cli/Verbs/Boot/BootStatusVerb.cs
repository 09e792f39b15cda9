using System.CommandLine;
using Imara.Boot.BootEntries;
using Imara.Boot.CommandLine;
using Imara.Boot.InForce;
using Imara.Boot.Status;
using Imara.Cli.Input;
using Imara.Cli.Kernels;
using Imara.Cli.Output;
using Imara.Diagnostics;
using Imara.Measurements;
using Imara.Policy.Checking;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;

namespace Imara.Cli.Verbs.Boot;

/// <summary>`imara boot status`: what IMA does on this machine, and what the command line makes of it.</summary>
internal sealed class BootStatusVerb : Verb
{
    private readonly KernelOptions kernelOptions = new();

    private readonly Option<string> cmdline = new("--cmdline")
    {
        Description = "Judge this instead of the machine: a command line, a loader entry, grub.cfg or /etc/default/grub; `-` is standard input",
        HelpName = "FILE",
    };

    private readonly Option<string> policy = new("--policy") { Description = "The policy that should be in force; it is compared with the one that is", HelpName = "FILE" };

    private readonly Option<string> root = new("--root")
    {
        Description = "The folder that holds proc, sys and dev of the machine",
        HelpName = "DIR",
        DefaultValueFactory = _ => "/",
    };

    public BootStatusVerb()
        : base(
            "status",
            "Tell whether IMA is there, what it does, and what each parameter of the kernel command line does",
            ["imara boot status", "imara boot status --policy /etc/ima/ima-policy", "imara boot status --cmdline /etc/default/grub --kernel 6.12"],
            OutputFormat.Text, OutputFormat.Json)
    {
        Add(cmdline);
        Add(policy);
        Add(root);
        kernelOptions.AddChoiceTo(this);
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult line, Report report)
    {
        var notes = new List<Diagnostic>();
        if (line.GetValue(cmdline) is not null && line.GetValue(policy) is not null)
        {
            report.Error("--cmdline judges no machine, so --policy has nothing to be compared with");
            return ExitCode.CouldNotTell;
        }

        if (!kernelOptions.TryChooseProfile(line, report, notes, out var kernel))
        {
            return ExitCode.CouldNotTell;
        }

        foreach (var note in notes)
        {
            report.Note($"{note.Descriptor.Id}: {note.Message}");
        }

        return line.GetValue(cmdline) is { } path ? JudgeFile(path, kernel, report) : JudgeMachine(line, kernel, report);
    }

    private static ExitCode JudgeFile(string path, KernelProfile kernel, Report report)
    {
        if (!InputFile.TryRead(path, BootFile.MaxLength, report, out var text))
        {
            return ExitCode.CouldNotTell;
        }

        if (!BootFile.TryRead(text, kind: null, out var file, out var error))
        {
            report.Error($"{InputFile.NameOf(path)}: {error}");
            return ExitCode.CouldNotTell;
        }

        var entries = file.Entries.Select(entry => JudgedEntry.Judge(file, entry, kernel, IsTemplateFormat)).ToList();
        foreach (var entry in entries)
        {
            FindingText.Tell(entry.Findings, $"{InputFile.NameOf(path)}: {entry.Name}", report);
        }

        BootEntriesReport.Write(path, file, entries, kernel, report);
        return ExitCodes.Of(entries.SelectMany(entry => entry.Findings));
    }

    private ExitCode JudgeMachine(ParseResult line, KernelProfile kernel, Report report)
    {
        var folder = line.GetRequiredValue(root);
        if (!Directory.Exists(folder))
        {
            report.Error($"{folder}: no such directory");
            return ExitCode.CouldNotTell;
        }

        var isThisMachine = folder == "/";
        var isConfigured = kernelOptions.IsChosen(line) || !isThisMachine ? null : RunningKernel.Read(report).Config?.HasIma;
        var facts = BootFactsReader.Read(folder, isConfigured);
        var context = new RuleContext(kernel, new LsmContext(LsmFiles.ActiveOf(facts.Lsm ?? string.Empty)));
        var status = BootStatusJudge.Judge(facts, context, IsTemplateFormat);
        PolicyReadBack? readBack = null;
        if (line.GetValue(policy) is { } path)
        {
            if (!InputFile.TryRead(path, InputFile.UsualCap, report, out var intended))
            {
                return ExitCode.CouldNotTell;
            }

            readBack = LivePolicy.TextOf(facts.InForce, context) is { } live ? PolicyReadBack.Compare(path, intended, live, context) : null;
            var verdict = InForceJudge.Of(facts.InForce, PolicyChecker.Check([new PolicySource(Path.GetFullPath(path), intended)], context, LoadMethod.Lines), context, InForceReader.ChangedAt(Path.GetFullPath(path)));
            status = status with { Findings = [.. status.Findings.Concat(facts.HasIma ? ReadBackFindings.Of(path, readBack, verdict) : []).OrderByDescending(finding => finding.Severity)] };
        }

        FindingText.Tell(status.Findings, prefix: null, report);
        if (report.Format == OutputFormat.Json)
        {
            BootStatusJson.Write(status, readBack, kernel, report);
        }
        else
        {
            BootStatusText.Write(status, readBack, context, report);
        }

        return ExitCodes.Of(status.Findings);
    }

    private static bool IsTemplateFormat(string format) => Template.TryParseFormat(format, out _);
}
