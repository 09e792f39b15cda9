using System.Globalization;
using System.Text.Json;
using Imara.Boot.Installing;
using Imara.Cli.Output;

namespace Imara.Cli.Verbs.Boot;

/// <summary>What was or would be installed, as text and as JSON.</summary>
internal static class BootInstallReport
{
    /// <summary>Writes it in the format asked for.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="plan">The steps.</param>
    /// <param name="isDone">False if nothing was done.</param>
    /// <param name="console">What was told on the way.</param>
    /// <param name="report">Where to.</param>
    public static void Write(InstallRequest request, InstallPlan plan, bool isDone, BootConsole console, Report report)
    {
        if (report.Format == OutputFormat.Json)
        {
            report.Json(json => WriteJson(json, request, plan, isDone, console));
        }
        else
        {
            WriteText(request, plan, isDone, report);
        }
    }

    private static void WriteText(InstallRequest request, InstallPlan plan, bool isDone, Report report)
    {
        if (plan.IsRefused)
        {
            report.Line("nothing was changed");
            return;
        }

        foreach (var step in plan.Steps)
        {
            var mode = step.File.IsLink ? $" -> {step.File.Text}" : isDone ? string.Empty : $" {ModeOf(step.File)}";
            report.Line($"{NameOf(step.Kind)} {step.File.Path}{(step.Kind is StepKind.Create or StepKind.Replace ? mode : string.Empty)}");
            if (!isDone && !step.File.IsLink && step.Kind is StepKind.Create or StepKind.Replace)
            {
                foreach (var line in step.File.Text.TrimEnd('\n').Split('\n'))
                {
                    report.Line(line.Length == 0 ? string.Empty : "    " + line);
                }
            }
        }

        if (report.Quiet)
        {
            return;
        }

        if (plan.Steps.IsEmpty)
        {
            report.Line("nothing is installed");
        }
        else if (isDone && plan.Steps.Any(step => step.Kind is not StepKind.Keep))
        {
            report.Line($"now run: {BootFiles.NextStep(request.System)}");
        }
    }

    private static void WriteJson(Utf8JsonWriter json, InstallRequest request, InstallPlan plan, bool isDone, BootConsole console)
    {
        json.WriteString("system"u8, request.System switch { InitSystem.Systemd => "systemd", InitSystem.Dracut => "dracut", _ => "initramfs-tools" });
        json.WriteBoolean("require"u8, request.IsRequired);
        json.WriteBoolean("done"u8, isDone);
        json.WriteStartArray("steps"u8);
        foreach (var step in plan.Steps)
        {
            json.WriteStartObject();
            json.WriteString("action"u8, NameOf(step.Kind));
            json.WriteString("path"u8, step.File.Path);
            json.WriteString("mode"u8, step.File.IsLink ? null : ModeOf(step.File));
            json.WriteString("target"u8, step.File.IsLink ? step.File.Text : null);
            json.WriteString("content"u8, step.File.IsLink || step.Kind is not (StepKind.Create or StepKind.Replace) ? null : step.File.Text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("next"u8, BootFiles.NextStep(request.System));
        BootLoadReport.WriteArray(json, "notes", console.Notes);
        BootLoadReport.WriteArray(json, "errors", console.Failures);
    }

    private static string NameOf(StepKind kind) => kind.ToString().ToLowerInvariant();

    private static string ModeOf(PlannedFile file) => "0" + Convert.ToString(file.Mode, 8).ToString(CultureInfo.InvariantCulture);
}
