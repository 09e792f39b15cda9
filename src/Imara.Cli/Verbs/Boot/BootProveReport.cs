using System.Globalization;
using Imara.Boot.Proving;
using Imara.Cli.Output;

namespace Imara.Cli.Verbs.Boot;

/// <summary>Tells how far a boot came.</summary>
internal sealed class BootProveReport(SeenBoot seen, Report report)
{
    private const int Widest = 100;

    /// <summary>A stage for people.</summary>
    public static string TextOf(ReachedStage stage)
    {
        var time = stage.Seconds is { } seconds ? string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s") : string.Empty;
        return $"{WordOf(stage.Stage),-8} {time,8}  {Cut(stage.Line)}".TrimEnd();
    }

    /// <summary>Writes the answer.</summary>
    /// <param name="system">The system that was copied.</param>
    /// <param name="kernel">What was booted.</param>
    /// <param name="arguments">With which arguments.</param>
    /// <param name="mode">The mode of appraisal that they set.</param>
    /// <param name="limit">How long it was watched at most.</param>
    public ExitCode Write(string system, KernelFiles kernel, string arguments, string mode, TimeSpan limit)
    {
        if (report.Format == OutputFormat.Json)
        {
            WriteJson(system, kernel, arguments, mode);
        }
        else
        {
            WriteText(system, mode, limit);
        }

        return ExitCodes.Of(seen.Verdict);
    }

    private void WriteText(string system, string mode, TimeSpan limit)
    {
        foreach (var stage in seen.Stages)
        {
            report.Line(TextOf(stage));
        }

        if (seen.End != BootEnd.None)
        {
            report.Line($"{WordOf(seen.End),-8} {string.Empty,8}  {Cut(seen.EndLine)}");
        }

        foreach (var refusal in seen.Refusals)
        {
            report.Error($"{refusal.Sample.Name}: denied{(refusal.Tally.Count == 1 ? string.Empty : $" {refusal.Tally.Count} times")}: {refusal.Cause.Id}, by {refusal.Sample.Command}");
        }

        report.Line($"{system}: {TextOf(seen.Verdict, limit)} (mode {mode})");
    }

    private void WriteJson(string system, KernelFiles kernel, string arguments, string mode) => report.Json(json =>
    {
        json.WriteString("verdict"u8, seen.Verdict switch
        {
            ProvedVerdict.CameUp => "came_up",
            ProvedVerdict.CameUpWithoutPolicy => "came_up_without_policy",
            ProvedVerdict.DidNotComeUp => "did_not_come_up",
            _ => "could_not_tell",
        });
        json.WriteString("root"u8, system);
        json.WriteString("kernel_image"u8, kernel.Image);
        json.WriteString("initrd"u8, kernel.Initrd);
        json.WriteString("cmdline"u8, arguments);
        json.WriteString("mode"u8, mode);
        json.WriteStartArray("stages"u8);
        foreach (var stage in seen.Stages)
        {
            json.WriteStartObject();
            json.WriteString("stage"u8, WordOf(stage.Stage));
            json.WritePropertyName("seconds"u8);
            if (stage.Seconds is { } seconds)
            {
                json.WriteNumberValue(seconds);
            }
            else
            {
                json.WriteNullValue();
            }

            json.WriteString("line"u8, stage.Line);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("end"u8, seen.End == BootEnd.None ? null : WordOf(seen.End).Replace(' ', '_'));
        json.WriteString("end_line"u8, seen.End == BootEnd.None ? null : seen.EndLine);
        json.WriteStartArray("denials"u8);
        foreach (var refusal in seen.Refusals)
        {
            json.WriteStartObject();
            json.WriteString("path"u8, refusal.Sample.Name.ToString());
            json.WriteString("cause"u8, refusal.Cause.Id);
            json.WriteString("comm"u8, refusal.Sample.Command.ToString());
            json.WriteNumber("count"u8, refusal.Tally.Count);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static string Cut(string line) => line.Length <= Widest ? line : line[..Widest] + "..";

    private static string TextOf(ProvedVerdict verdict, TimeSpan limit) => verdict switch
    {
        ProvedVerdict.CameUp => "came up under the policy",
        ProvedVerdict.CameUpWithoutPolicy => "came up, and no policy was loaded",
        ProvedVerdict.DidNotComeUp => "did not come up",
        _ => string.Create(CultureInfo.InvariantCulture, $"could not tell: neither a login nor an end was seen in {limit.TotalSeconds:0} s"),
    };

    private static string WordOf(BootStage stage) => stage switch
    {
        BootStage.Kernel => "kernel",
        BootStage.Policy => "policy",
        BootStage.Init => "init",
        BootStage.Target => "target",
        _ => "login",
    };

    private static string WordOf(BootEnd end) => end switch
    {
        BootEnd.Panicked => "panic",
        BootEnd.Frozen => "freeze",
        BootEnd.Halted => "halt",
        BootEnd.PoweredOff => "off",
        BootEnd.Restarted => "restart",
        _ => "shell",
    };
}
