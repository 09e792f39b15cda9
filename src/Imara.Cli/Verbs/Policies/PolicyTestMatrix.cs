using System.Text;
using System.Text.Json;
using Imara.Cli.Input;
using Imara.Cli.Kernels;
using Imara.Cli.Output;

namespace Imara.Cli.Verbs.Policies;

/// <summary>The results of tests on several kernels, side by side.</summary>
internal static class PolicyTestMatrix
{
    private const string Schema = "{\"schema\":1,";

    /// <summary>Writes them in the format asked for.</summary>
    /// <param name="path">The tests.</param>
    /// <param name="results">For each kernel its results, null where it refuses the policy, and what it would answer alone.</param>
    /// <param name="report">Where to.</param>
    public static void Write(string path, List<(ChosenKernel Kernel, PolicyTestReport? Tests, byte[] Text)> results, Report report)
    {
        if (report.Format == OutputFormat.Json)
        {
            report.Json(json => WriteJson(json, results));
            return;
        }

        foreach (var (kernel, tests, text) in results.Where(result => result.Tests is { } tests && tests.Failed + tests.Unreadable > 0))
        {
            report.Line(report.Painted(Paint.Bold, kernel.Profile.Name));
            report.Bytes.Write(text);
        }

        if (report.Quiet)
        {
            return;
        }

        var table = new KernelMatrix([.. results.Select(result => result.Kernel.Profile.Name)]);
        var first = results.Find(result => result.Tests is not null).Tests;
        for (var i = 0; first is not null && i < first.Outcomes.Count; i++)
        {
            var (line, name, _) = first.Outcomes[i];
            var cells = results.ConvertAll(result => Cell(result.Tests, i));
            if (report.Verbose || cells.Exists(cell => cell.Text != "ok"))
            {
                table.Add($"{InputFile.NameOf(path)}:{line} {name.TrimEnd(' ', ':')}".TrimEnd(), cells);
            }
        }

        table.Add("as expected", results.Select(result => (result.Tests is { } tests ? $"{tests.Count - tests.Failed - tests.Unreadable} of {tests.Count}" : "policy refused", (Paint?)null)));
        table.Write(report);
    }

    private static (string Text, Paint? Paint) Cell(PolicyTestReport? tests, int at) => tests?.Outcomes[at].IsPassed switch
    {
        true => ("ok", null),
        false => ("not", Paint.Red),
        null => tests is null ? ("-", null) : ("unreadable", Paint.Red),
    };

    // What the verb writes for one kernel, a line each, is a list here; the last line is the summary.
    private static void WriteJson(Utf8JsonWriter json, List<(ChosenKernel Kernel, PolicyTestReport? Tests, byte[] Text)> results)
    {
        json.WriteStartArray("kernels"u8);
        foreach (var (kernel, tests, text) in results)
        {
            json.WriteStartObject();
            KernelJson.Write(json, kernel.Profile);
            json.WriteBoolean("accepted"u8, tests is not null);
            var all = Encoding.UTF8.GetString(text);
            var lines = (all.StartsWith(Schema, StringComparison.Ordinal) ? "{" + all[Schema.Length..] : all).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            json.WriteStartArray("tests"u8);
            foreach (var line in lines.SkipLast(1))
            {
                json.WriteRawValue(line, skipInputValidation: true);
            }

            json.WriteEndArray();
            json.WritePropertyName("summary"u8);
            json.WriteRawValue(lines.Length == 0 ? "null" : lines[^1]["{\"summary\":".Length..^1], skipInputValidation: true);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
