using System.Text;
using System.Text.Json;
using Imara.Cli.Input;
using Imara.Cli.Output;
using Imara.Evaluation.Expectations;

namespace Imara.Cli.Verbs.Policies;

/// <summary>Results of tests as text and as JSON lines; what fails is also named on standard error.</summary>
internal sealed class PolicyTestReport(string path, DecisionReport decisions, Report report)
{
    private readonly string fileName = InputFile.NameOf(path);

    /// <summary>What became of each test, by line: true as expected, false not, null unreadable.</summary>
    public List<(int Line, string Name, bool? IsPassed)> Outcomes { get; } = [];

    /// <summary>Tests seen.</summary>
    public int Count { get; private set; }

    /// <summary>Tests that are not as expected.</summary>
    public int Failed { get; private set; }

    /// <summary>Lines that are no tests.</summary>
    public int Unreadable { get; private set; }

    /// <summary>Writes the result of one test.</summary>
    public void Write(int line, PolicyTest test, PolicyTestResult result)
    {
        var index = Count++;
        Failed += result.IsPassed ? 0 : 1;
        Outcomes.Add((line, NameOf(test), result.IsPassed));
        if (!result.IsPassed)
        {
            report.Failing($"{fileName}:{line}: {NameOf(test)}not as expected");
        }

        if (report.Format != OutputFormat.Json)
        {
            WriteText(line, test, result);
            return;
        }

        report.Json(json =>
        {
            json.WriteNumber("test"u8, index);
            WritePlace(json, line, test.Name);
            json.WriteBoolean("passed"u8, result.IsPassed);
            json.WritePropertyName("expected"u8);
            json.WriteRawValue(test.ExpectationText.Span, skipInputValidation: true);
            json.WriteStartObject("got"u8);
            decisions.WriteMembers(json, test.Question.Event, result.Decision);
            json.WriteEndObject();
            json.WriteStartArray("reasons"u8);
            foreach (var reason in result.Reasons)
            {
                json.WriteStringValue(reason);
            }

            json.WriteEndArray();
        });
    }

    /// <summary>Writes that a line is no test.</summary>
    public void WriteError(int line, FormatError error)
    {
        var index = Count++;
        Unreadable++;
        Outcomes.Add((line, string.Empty, null));
        report.Failing($"{fileName}:{line}: {error}");
        if (report.Format != OutputFormat.Json)
        {
            report.Line($"{fileName}:{line}: could not be read: {error}");
            return;
        }

        report.Json(json =>
        {
            json.WriteNumber("test"u8, index);
            WritePlace(json, line, null);
            json.WriteString("error"u8, error.ToString());
        });
    }

    /// <summary>Writes how many there were.</summary>
    public void WriteSummary()
    {
        var passed = Count - Failed - Unreadable;
        if (report.Format != OutputFormat.Json)
        {
            if (!report.Quiet)
            {
                report.Line($"{PolicyCheckReport.Count(Count, "test")}: {passed} as expected, {Failed} not, {Unreadable} unreadable");
            }

            return;
        }

        report.Json(json =>
        {
            json.WriteStartObject("summary"u8);
            json.WriteNumber("tests"u8, Count);
            json.WriteNumber("passed"u8, passed);
            json.WriteNumber("failed"u8, Failed);
            json.WriteNumber("unreadable"u8, Unreadable);
            json.WriteEndObject();
        });
    }

    private void WriteText(int line, PolicyTest test, PolicyTestResult result)
    {
        if (result.IsPassed)
        {
            report.Detail($"{fileName}:{line}: {NameOf(test)}as expected");
            return;
        }

        report.Line($"{fileName}:{line}: {NameOf(test)}{report.Painted(Paint.Red, "not as expected")}");
        report.Line($"  expected: {ByteString.Display(test.ExpectationText.Span)}");
        report.Line($"  got: {decisions.TextOf(test.Question.Event, result.Decision)}");
        foreach (var reason in result.Reasons)
        {
            report.Line($"  {reason}");
        }
    }

    private void WritePlace(Utf8JsonWriter json, int line, string? name)
    {
        json.WriteString("file"u8, path);
        json.WriteNumber("line"u8, line);
        json.WriteString("name"u8, name);
    }

    private static string NameOf(PolicyTest test) => test.Name is { } name ? ByteString.Display(Encoding.UTF8.GetBytes(name)) + ": " : string.Empty;
}
