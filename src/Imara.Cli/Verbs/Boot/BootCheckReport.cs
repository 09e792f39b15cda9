using Imara.Boot.Checking;
using Imara.Cli.Kernels;
using Imara.Cli.Output;
using Imara.Policy.Kernels;

namespace Imara.Cli.Verbs.Boot;

/// <summary>Tells the answer of the preflight.</summary>
internal static class BootCheckReport
{
    private const int UsualCount = 20;

    /// <summary>Writes it.</summary>
    public static ExitCode Write(PreflightResult result, string policy, KernelProfile kernel, Report report)
    {
        if (report.Format == OutputFormat.Json)
        {
            report.Json(json =>
            {
                KernelJson.Write(json, kernel);
                json.WriteString("policy"u8, policy);
                json.WriteString("verdict"u8, WordOf(result.Verdict));
                json.WriteString("loader"u8, result.LoadedBy?.ToString().ToLowerInvariant());
                json.WriteNumber("files"u8, result.FilesChecked);
                json.WriteNumber("appraised"u8, result.FilesAppraised);
                json.WriteStartArray("findings"u8);
                foreach (var finding in result.Findings)
                {
                    json.WriteStartObject();
                    json.WriteString("id"u8, finding.Kind.Id);
                    json.WriteString("severity"u8, finding.Severity.ToString().ToLowerInvariant());
                    json.WriteString("topic"u8, TopicOf(finding.Topic));
                    json.WriteString("means"u8, WordOf(finding.Means));
                    json.WriteString("subject"u8, finding.Subject);
                    json.WriteString("message"u8, finding.Message);
                    json.WriteString("help"u8, finding.Help);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            });
        }
        else
        {
            report.Line($"{policy}: {TextOf(result.Verdict)} (kernel {kernel.Name}; {LoaderOf(result.LoadedBy)}{result.FilesChecked} files that must start were looked at, {result.FilesAppraised} of them appraised)");
        }

        Tell(result, report);
        return ExitCodes.Of(result.Verdict);
    }

    private static void Tell(PreflightResult result, Report report)
    {
        var left = report.Verbose ? int.MaxValue : UsualCount;
        var help = string.Empty;
        foreach (var finding in result.Findings)
        {
            if (left-- == 0)
            {
                report.Error($"{result.Findings.Length - UsualCount} more; --verbose tells all");
                return;
            }

            var text = (finding.Subject.Length == 0 ? finding.Message : $"{finding.Subject}: {finding.Message}") + $" [{finding.Kind.Id}]";
            if (finding.Means == PreflightVerdict.Safe)
            {
                report.Note(text);
                continue;
            }

            report.Error(text);
            if (finding.Help.Length > 0 && finding.Help != help && !report.Quiet)
            {
                help = finding.Help;
                report.Error($"  help: {help}");
            }
        }
    }

    private static string LoaderOf(LoadedBy? loader) => loader switch
    {
        LoadedBy.Pid1 => "loaded by PID 1; ",
        LoadedBy.Unit => "loaded by the unit; ",
        LoadedBy.Initramfs => "loaded in the initramfs; ",
        _ => string.Empty,
    };

    private static string TextOf(PreflightVerdict verdict) => verdict switch
    {
        PreflightVerdict.Safe => "safe to load",
        PreflightVerdict.WillLockOut => "will lock out",
        PreflightVerdict.WillBeRefused => "will be refused",
        _ => "unproven",
    };

    private static string WordOf(PreflightVerdict verdict) => verdict switch
    {
        PreflightVerdict.Safe => "safe",
        PreflightVerdict.WillLockOut => "will_lock_out",
        PreflightVerdict.WillBeRefused => "will_be_refused",
        _ => "unproven",
    };

    private static string TopicOf(PreflightTopic topic) => topic == PreflightTopic.InitPath ? "init_path" : topic.ToString().ToLowerInvariant();
}
