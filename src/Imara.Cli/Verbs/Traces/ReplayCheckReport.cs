using System.Globalization;
using System.Text.Json;
using Imara.Answers;
using Imara.Cli.Output;
using Imara.Traces.Checking;

namespace Imara.Cli.Verbs.Traces;

/// <summary>Tells of each scenario whether its prediction is what was recorded, and a count at the end.</summary>
/// <param name="file">What messages call the file of the scenarios.</param>
/// <param name="report">Where it is told.</param>
internal sealed class ReplayCheckReport(string file, Report report)
{
    private const int UsualCount = 6;
    private int same;
    private int different;

    /// <summary>Compares one prediction, and tells.</summary>
    /// <param name="recording">The scenario.</param>
    /// <param name="prediction">The prediction.</param>
    /// <param name="line">Where the scenario stands.</param>
    public Look Tell(ReadOnlyMemory<byte> recording, ReadOnlyMemory<byte> prediction, long line)
    {
        var isCompared = RecordedResults.TryCompare(recording, prediction, out var differences, out var reason);
        same += isCompared && differences.Count == 0 ? 1 : 0;
        different += isCompared && differences.Count > 0 ? 1 : 0;
        if (report.Format == OutputFormat.Json)
        {
            report.Json(json => Write(json, line, isCompared, differences, reason));
        }
        else if (isCompared && differences.Count > 0)
        {
            WriteText(line, differences);
        }

        if (!isCompared)
        {
            report.Error(string.Create(CultureInfo.InvariantCulture, $"{file}:{line}: not compared: {reason}"));
            return Look.NotLookedAt;
        }

        if (differences.Count > 0)
        {
            report.Failing(string.Create(CultureInfo.InvariantCulture, $"{file}:{line}: not as recorded"));
        }

        return differences.Count == 0 ? Look.Good : Look.Bad;
    }

    /// <summary>Tells the count.</summary>
    public void End(Census census)
    {
        if (report.Format == OutputFormat.Json)
        {
            report.Json(json =>
            {
                json.WriteStartObject("summary"u8);
                json.WriteNumber("as_recorded"u8, same);
                json.WriteNumber("different"u8, different);
                json.WriteNumber("not_compared"u8, census.Of(Look.NotLookedAt));
                json.WriteEndObject();
            });
        }
        else if (!report.Quiet)
        {
            var left = census.Of(Look.NotLookedAt) > 0 ? string.Create(CultureInfo.InvariantCulture, $", {census.Of(Look.NotLookedAt)} not compared") : string.Empty;
            report.Line(string.Create(CultureInfo.InvariantCulture, $"{same} as recorded, {different} different{left}"));
        }
    }

    private static void Write(Utf8JsonWriter json, long line, bool isCompared, IReadOnlyList<string> differences, string reason)
    {
        json.WriteNumber("line"u8, line);
        if (isCompared)
        {
            json.WriteBoolean("same"u8, differences.Count == 0);
        }
        else
        {
            json.WriteNull("same"u8);
            json.WriteString("reason"u8, reason);
        }

        json.WriteStartArray("differences"u8);
        foreach (var difference in differences)
        {
            json.WriteStringValue(difference);
        }

        json.WriteEndArray();
    }

    private void WriteText(long line, IReadOnlyList<string> differences)
    {
        report.Line(report.Painted(Paint.Bold, string.Create(CultureInfo.InvariantCulture, $"{file}:{line}: not as recorded")));
        foreach (var difference in report.Verbose ? differences : differences.Take(UsualCount))
        {
            report.Line("  " + TerminalSafe(difference));
        }

        if (differences.Count > UsualCount && !report.Verbose)
        {
            report.Line(string.Create(CultureInfo.InvariantCulture, $"  {differences.Count - UsualCount} more; --verbose shows all"));
        }
    }

    // Names in recordings are anybody's; the line feeds between entries are ours.
    private static string TerminalSafe(string text) => string.Join('\n', text.Split('\n').Select(line => ByteString.Display(System.Text.Encoding.UTF8.GetBytes(line))));
}
