using System.Collections.Immutable;
using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using Imara.Answers;
using Imara.Boot.Audit;
using Imara.Boot.Audit.Reading;
using Imara.Boot.Audit.Rules;
using Imara.Boot.Audit.Sources;
using Imara.Boot.InForce;
using Imara.Boot.Machine;
using Imara.Cli.Input;
using Imara.Cli.Kernels;
using Imara.Cli.Output;
using Imara.Cli.Verbs.Policies;
using Imara.Linux.Files;
using Imara.Policy.Checking;
using Imara.Policy.CommandLine;
using Imara.Policy.Kernels;

namespace Imara.Cli.Verbs.Boot;

/// <summary>`imara audit`: what IMA's and EVM's audit records say was denied, why, by which rule, and what to do.</summary>
internal sealed class AuditVerb : PolicyVerb
{
    private const int LongestCommandLine = 64 * 1024;

    private readonly Argument<string?> file = new("FILE")
    {
        Description = "A log of auditd, dmesg, syslog or the journal; `-` is standard input. Default: audit.log, else the journal, else /dev/kmsg",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string[]> policy = new("--policy")
    {
        Description = "The policy that was in force; may be repeated, one load. Default: the live one, where it can be read and no FILE is given",
        HelpName = "FILE",
    };

    private readonly Option<string> root = new("--root")
    {
        Description = "The system whose logs and files are meant",
        HelpName = "DIR",
        DefaultValueFactory = _ => "/",
    };

    private readonly Option<string> since = new("--since")
    {
        Description = "Only what happened from then on: boot, today, 2026-11-23, '2026-11-23 04:00', @SECONDS, -2h, '2 hours ago'",
        HelpName = "TIME",
    };

    private readonly Option<bool> all = new("--all") { Description = "Also what went well" };
    private readonly Option<bool> allowEmpty = EmptyQuestion.Option("line");

    public AuditVerb()
        : base(
            "audit",
            "Explain what IMA and EVM denied, or would deny, from their audit records",
            ["imara audit --since boot", "imara audit --policy /etc/ima/ima-policy /var/log/audit/audit.log", "journalctl -k -o json | imara audit --format json -"],
            OutputFormat.Text, OutputFormat.Json)
    {
        Add(file);
        Add(policy);
        Add(root);
        Add(since);
        Add(all);
        Add(allowEmpty);
        AddKernelOptions();
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult line, Report report)
    {
        var path = line.GetValue(file);
        var folder = line.GetRequiredValue(root);
        if (!TryFindWindow(line.GetValue(since), path is null && folder == "/", report, out var window)
            || !TryFindPolicy(line, path is null, folder, report, out var kernel, out var check))
        {
            return ExitCode.CouldNotTell;
        }

        if (!TryOpen(path, folder, window, report, out var sources))
        {
            return ExitCode.CouldNotTell;
        }

        var census = new Census();
        var survey = new AuditSurvey(window, ModeOfThisBoot(window, kernel.Profile), text => ModeOf(text, kernel.Profile));
        foreach (var source in sources)
        {
            using (source)
            {
                Count(census, AuditLogs.Read(source, survey, LogClock.System, report.Error), isLive: path is null);
            }
        }

        if (path is null && folder == "/" && survey.Records == 0 && !ImaDirectory.TryFind(folder, out _))
        {
            report.Error("this kernel has no IMA, or securityfs is not mounted: that nothing is in its logs says nothing");
            census.Add(Look.NotLookedAt);
        }

        var search = new RuleSearch(check?.Rules ?? [], kernel.Context.Lsm.Kind);
        var explained = survey.Findings.Select(finding => search.Explain(finding, folder)).ToImmutableArray();
        var places = check is null ? null : new DecisionReport(check, kernel.Profile);
        return new AuditReport(survey, explained, places, report).Write([.. sources.Select(source => source.Name)], line.GetValue(all), census, line.GetValue(allowEmpty));
    }

    // A log of this machine that is empty says that nothing happened; an empty file says nothing.
    private static void Count(Census census, AuditLogEnd end, bool isLive)
    {
        if (end == AuditLogEnd.Empty && !isLive)
        {
            census.LeaveOut("empty");
        }
        else
        {
            census.Add(end is AuditLogEnd.Whole or AuditLogEnd.Empty ? Look.Good : Look.NotLookedAt);
        }
    }

    private static bool TryFindWindow(string? text, bool isLive, Report report, [NotNullWhen(true)] out AuditWindow? window)
    {
        var boot = BootTime.Read();
        window = new AuditWindow(null, isLive ? boot : null, IsBoot: isLive && text == "boot");
        if (text is null)
        {
            return true;
        }

        if (!AuditSince.TryRead(text, LogClock.System, boot, out var moment))
        {
            report.Error($"--since: `{text}` is no time; see `imara audit --help`");
            return false;
        }

        window = window with { Since = moment };
        return true;
    }

    private bool TryFindPolicy(ParseResult line, bool isLive, string folder, Report report, [NotNullWhen(true)] out ChosenKernel? kernel, out PolicyCheck? check)
    {
        check = null;
        var files = line.GetValue(policy) ?? [];
        if (files.Length > 0)
        {
            var asked = AskAccepted(line, files, report, out _);
            (check, kernel) = (asked?.Check, asked?.Kernel);
            return kernel is not null;
        }

        if (!TryChooseKernel(line, report, out kernel) || !isLive || InForceReader.Read(folder) is not { } facts)
        {
            return kernel is not null;
        }

        if ((facts.File & PolicyFileState.Readable) != 0 && facts.ReadBack is null)
        {
            report.Error("the policy in force cannot be read; run this as root, or name it with --policy");
            return false;
        }

        check = LivePolicy.Of(facts, kernel.Context with { IsCustomActive = true });
        if (facts.ReadBack is null)
        {
            report.Note(check is null ? "the policy in force cannot be read back; --policy FILE names rules" : "the rules are those that were recorded when the policy in force was loaded");
        }

        return true;
    }

    private static bool TryOpen(string? path, string folder, AuditWindow window, Report report, out IReadOnlyList<AuditSource> sources)
    {
        sources = [];
        if (path is null)
        {
            var isThere = AuditSources.TryOpen(folder, window, report.Error, out sources);
            foreach (var source in sources)
            {
                report.Note($"reading {source.Name}");
            }

            return isThere;
        }

        if (!InputFile.TryOpen(path, report, out var stream))
        {
            return false;
        }

        try
        {
            if (!PackedLog.TryOpen(stream, out var text, out var reason))
            {
                report.Error($"{InputFile.NameOf(path)}: {reason}");
                return false;
            }

            sources = [new AuditSource(InputFile.NameOf(path), text, isOfBoot: false)];
            return true;
        }
        catch (IOException error)
        {
            report.Error($"{InputFile.NameOf(path)}: {IoErrors.TextOf(error)}");
            return false;
        }
    }

    private static AppraiseBits? ModeOfThisBoot(AuditWindow window, KernelProfile kernel)
    {
        if (window.Boot is null)
        {
            return null;
        }

        try
        {
            using var reader = new StreamReader("/proc/cmdline");
            var text = new char[LongestCommandLine];
            return ModeOf(new string(text, 0, reader.ReadBlock(text)), kernel);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static AppraiseBits ModeOf(string commandLine, KernelProfile kernel) => CommandLineParser.Parse(commandLine, kernel, _ => false).Appraise;
}
