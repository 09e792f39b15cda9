using System.Collections.Immutable;
using System.Text.Json;
using Imara.Cli.Kernels;
using Imara.Cli.Output;
using Imara.Evaluation.Generating;
using Imara.Policy.Kernels;
using Imara.Policy.Rules;

namespace Imara.Cli.Verbs.Policies;

/// <summary>A generated policy as its text, with the reasons as comments, and as JSON.</summary>
internal sealed class GeneratedPolicyReport(GeneratedPolicy policy, KernelProfile kernel, ActionClass actionClass)
{
    // A line of a policy has at most 4,095 bytes, comments too.
    private const int LongestPath = 240;
    private const int MostPaths = 20;

    private readonly string done = actionClass == ActionClass.Appraise ? "appraised" : "measured";

    /// <summary>Writes it in the format asked for.</summary>
    public void Write(Report report)
    {
        if (report.Format == OutputFormat.Json)
        {
            report.Json(WriteJson);
        }
        else
        {
            WriteText(report);
        }
    }

    private void WriteText(Report report)
    {
        report.Line($"# Made by imara policy generate for kernel {kernel.Name}: {Accesses(policy.Covered)} {done}");
        if (policy.Exempt.Length > 0)
        {
            report.Line($"# not {done}: {Accesses(policy.Exempt)} on file systems whose content the kernel makes{(actionClass == ActionClass.Appraise ? ", or that keep no labels" : string.Empty)}");
        }

        if (policy.LeftOut.Length > 0)
        {
            report.Line($"# not {done}: {Accesses(policy.LeftOut)}, because they have no label:");
            WritePaths(policy.LeftOut.Select(seen => seen.Path).Distinct(), report);
        }

        var wasPrecaution = false;
        foreach (var rule in policy.Rules)
        {
            if (!rule.IsPrecaution || !wasPrecaution)
            {
                report.Line(string.Empty);
            }

            WriteReason(rule, wasPrecaution, report);
            report.Line(rule.Text);
            wasPrecaution = rule.IsPrecaution;
        }
    }

    private static void WriteReason(GeneratedRule rule, bool wasPrecaution, Report report)
    {
        if (rule.IsPrecaution)
        {
            if (!wasPrecaution)
            {
                report.Line("# These file systems keep no labels: a later rule that appraises everything would lock the machine out without them");
            }

            return;
        }

        var examples = rule.Examples.IsEmpty ? string.Empty : $", such as {string.Join(", ", rule.Examples.Select(Shown))}";
        report.Line($"# {rule.Purpose}: {PolicyCheckReport.Count(rule.Accesses, "access", "accesses")} to {PolicyCheckReport.Count(rule.Files, "file")}{examples}");
        if (rule.Caution is { } caution)
        {
            report.Line($"# caution: {caution}");
        }

        if (rule.Unlabelled.Length > 0)
        {
            report.Line($"# warning: in enforce mode it refuses {PolicyCheckReport.Count(rule.Unlabelled.Length, "file")} without a label it accepts:");
            WritePaths(rule.Unlabelled, report);
        }
    }

    private static void WritePaths(IEnumerable<ByteString> paths, Report report)
    {
        var all = paths.ToArray();
        foreach (var path in all.Take(MostPaths))
        {
            report.Line($"#   {Shown(path)}");
        }

        if (all.Length > MostPaths)
        {
            report.Line($"#   and {all.Length - MostPaths} more");
        }
    }

    private static string Shown(ByteString path)
    {
        var text = ByteString.Display(path.Span);
        return text.Length <= LongestPath ? text : text[..LongestPath] + "…";
    }

    private static string Accesses(ImmutableArray<Observation> seen) =>
        $"{PolicyCheckReport.Count(seen.Sum(one => one.Count), "access", "accesses")} to {PolicyCheckReport.Count(seen.Select(one => one.Path).Distinct().Count(), "file")}";

    private void WriteJson(Utf8JsonWriter json)
    {
        KernelJson.Write(json, kernel);
        json.WriteString("class"u8, actionClass == ActionClass.Appraise ? "appraise" : "measure");
        json.WriteNumber("covered"u8, policy.Covered.Sum(seen => seen.Count));
        json.WriteNumber("exempt"u8, policy.Exempt.Sum(seen => seen.Count));
        json.WriteNumber("left_out"u8, policy.LeftOut.Sum(seen => seen.Count));
        WritePaths(json, "left_out_files", policy.LeftOut.Select(seen => seen.Path).Distinct());
        json.WriteStartArray("rules"u8);
        foreach (var rule in policy.Rules)
        {
            json.WriteStartObject();
            json.WriteString("rule"u8, rule.Text);
            json.WriteString("purpose"u8, rule.Purpose);
            json.WriteBoolean("precaution"u8, rule.IsPrecaution);
            json.WriteNumber("accesses"u8, rule.Accesses);
            json.WriteNumber("files"u8, rule.Files);
            WritePaths(json, "examples", rule.Examples);
            WritePaths(json, "unlabelled", rule.Unlabelled);
            json.WriteString("caution"u8, rule.Caution);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WritePaths(Utf8JsonWriter json, string name, IEnumerable<ByteString> paths)
    {
        json.WriteStartArray(name);
        foreach (var path in paths)
        {
            json.WriteTextValue(path.Span);
        }

        json.WriteEndArray();
    }
}
