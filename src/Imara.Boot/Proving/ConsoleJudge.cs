using System.Text;
using System.Text.RegularExpressions;
using Imara.Boot.Audit.Sources;
using Imara.Boot.Audit;
using Imara.Boot.Audit.Reading;
using Imara.Policy.CommandLine;

namespace Imara.Boot.Proving;

/// <summary>Tells from the text of a console how far a boot came. Pure; the text is not trusted, and may end anywhere.</summary>
/// <remarks>docs/reference/boot-failures.md has what the console says of each end.</remarks>
public static partial class ConsoleJudge
{
    private const int Timeout = 1000;
    private const int LongestLine = 4096;

    // What only the kernel, or PID 1 in its log, may say stands at the beginning of its line.
    private static readonly (BootEnd End, Func<ConsoleLine, bool> Says)[] Ends =
    [
        (BootEnd.Panicked, line => Begins(line, "Kernel panic - not syncing")),
        (BootEnd.Frozen, line => line.Text.Contains("Freezing execution", StringComparison.Ordinal) || Begins(line, "systemd[1]: Failed to execute shutdown binary, freezing")),
        (BootEnd.Halted, line => Begins(line, "reboot: System halted")),
        (BootEnd.PoweredOff, line => Begins(line, "reboot: Power down")),
        (BootEnd.Restarted, line => Begins(line, "reboot: Restarting system")),
        (BootEnd.Shell, line => Shell().IsMatch(line.Text)),
    ];

    /// <summary>Judges what there is so far.</summary>
    /// <param name="console">Everything that came out of the serial port.</param>
    /// <param name="modeOf">The mode of appraisal that a kernel command line sets.</param>
    public static SeenBoot Judge(byte[] console, Func<string, AppraiseBits> modeOf)
    {
        ArgumentNullException.ThrowIfNull(console);
        var stages = new SortedDictionary<BootStage, ReachedStage>();
        var (end, endLine) = (BootEnd.None, string.Empty);
        foreach (var line in LinesOf(Encoding.UTF8.GetString(console)))
        {
            if (line.Text.StartsWith("systemd[1]: Running in initr", StringComparison.Ordinal) || line.Text.StartsWith("systemd[1]: Running in initial RAM", StringComparison.Ordinal))
            {
                stages.Remove(BootStage.Init);
            }
            else if (StageOf(line) is { } stage)
            {
                stages.TryAdd(stage, new(stage, line.Seconds, line.Text.Trim()));
            }

            // The first end is what happened, what follows is how it was carried out.
            if (end == BootEnd.None && Ends.FirstOrDefault(known => known.Says(line)) is { Says: not null } found)
            {
                (end, endLine) = (found.End, line.Text.Trim());
            }
        }

        return new([.. stages.Values], end, endLine, RefusalsIn(console, modeOf));
    }

    // A prompt has no end of its own: what the kernel says next stands behind it.
    private static IEnumerable<ConsoleLine> LinesOf(string text)
    {
        foreach (var line in text.Split('\n').Where(line => line.Length <= LongestLine).Select(ConsoleLine.Read))
        {
            var prompt = line.Seconds is null ? Login().Match(line.Text) : Match.Empty;
            yield return prompt.Success ? line with { Text = prompt.Value } : line;
            if (prompt.Success && prompt.Length < line.Text.Length)
            {
                yield return ConsoleLine.Read(line.Text[prompt.Length..]);
            }
        }
    }

    private static BootStage? StageOf(ConsoleLine line) => line switch
    {
        _ when Begins(line, "Linux version ") => BootStage.Kernel,
        _ when Begins(line, "ima: policy update completed") => BootStage.Policy,
        _ when Init().IsMatch(line.Text) => BootStage.Init,
        _ when Target().IsMatch(line.Text) => BootStage.Target,
        { Seconds: null } when Login().IsMatch(line.Text) => BootStage.Login,
        _ => null,
    };

    private static bool Begins(ConsoleLine line, string text) => line.Seconds is not null && line.Text.StartsWith(text, StringComparison.Ordinal);

    private static List<AuditFinding> RefusalsIn(byte[] console, Func<string, AppraiseBits> modeOf)
    {
        // A line that has not come to its end is no line yet.
        using var whole = new MemoryStream(console, 0, Array.LastIndexOf(console, (byte)'\n') + 1);
        var survey = new AuditSurvey(new AuditWindow(null, null, IsBoot: false), mode: null, modeOf);
        var reader = new AuditLogReader(whole, new LogClock(DateTimeOffset.UnixEpoch, TimeZoneInfo.Utc));
        while (reader.TryRead(out var item))
        {
            survey.Add(item);
        }

        return [.. survey.Findings.Where(finding => finding.Verdict is AuditVerdict.Denied or AuditVerdict.Refused)];
    }

    [GeneratedRegex(@"^Run (?!/init\b)\S+ as init process|^systemd\[1\]: systemd \S+ running in system mode", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Init();

    [GeneratedRegex(@"Reached target ((\S+ - )?(Multi-User System|Graphical Interface)|(multi-user|graphical)\.target)", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Target();

    [GeneratedRegex(@"^\S+ login: ?(?=$|\[ *[0-9]+\.[0-9]+\] )", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Login();

    [GeneratedRegex(@"^\(initramfs\) |You are in emergency mode|Entering emergency mode|^Give root password for maintenance|Reached target (emergency|rescue)\.target|^(dracut|switch_root):/# ", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Shell();
}
