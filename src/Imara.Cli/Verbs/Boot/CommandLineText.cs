using System.Text.Json;
using Imara.Boot.BootEntries;
using Imara.Boot.CommandLine;
using Imara.Cli.Output;

namespace Imara.Cli.Verbs.Boot;

/// <summary>Parameters as text and as JSON.</summary>
internal static class CommandLineText
{
    /// <summary>Writes a table of the parameters, and of those that are not given.</summary>
    public static void Write(CommandLineReport line, Report report)
    {
        var names = line.Parameters.Select(parameter => parameter.Word.ToString()).Concat(line.Defaults.Select(NameOf));
        var width = names.Select(name => name.Length).DefaultIfEmpty().Max();
        foreach (var parameter in line.Parameters)
        {
            var state = parameter.State.ToString().ToLowerInvariant().PadRight(11);
            report.Line($"  {report.Painted(parameter.IsWrong ? Paint.Red : Paint.Green, state)} {parameter.Word.ToString().PadRight(width)}  {parameter.Meaning}");
            if (parameter.Reason is { } reason)
            {
                report.Line($"  {new string(' ', 11 + 1 + width)}  {reason}{(parameter.Suggestion is { } meant ? $"; did you mean `{meant}`?" : string.Empty)}");
            }
        }

        foreach (var parameter in report.Quiet ? [] : line.Defaults)
        {
            report.Line($"  {report.Painted(Paint.Faint, "not given  ")} {NameOf(parameter).PadRight(width)}  {parameter.Meaning}");
        }
    }

    /// <summary>Writes the members of the object <c>cmdline</c>.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="text">The whole line.</param>
    /// <param name="line">What it does.</param>
    /// <param name="entry">The boot entry it is from; null: it is the running one.</param>
    public static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> text, CommandLineReport line, BootEntry? entry = null)
    {
        json.WriteText("text", text);
        json.WriteStartArray("parameters"u8);
        foreach (var parameter in line.Parameters)
        {
            json.WriteStartObject();
            json.WriteText("name", parameter.Word.Name.Span);
            if (parameter.Word.Value is { } value)
            {
                json.WriteText("value", value.Span);
            }
            else
            {
                json.WriteNull("value"u8);
            }

            json.WriteNumber("offset"u8, parameter.Word.Span.Start);
            json.WriteNumber("length"u8, parameter.Word.Span.Length);
            if (entry?.Locate(parameter.Word.Span) is { } place)
            {
                json.WriteNumber("file_offset"u8, place.Start);
                json.WriteNumber("file_length"u8, place.Length);
            }

            json.WriteString("state"u8, parameter.State.ToString().ToLowerInvariant());
            json.WriteString("meaning"u8, parameter.Meaning);
            json.WriteString("reason"u8, parameter.Reason);
            json.WriteString("suggestion"u8, parameter.Suggestion);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("defaults"u8);
        foreach (var parameter in line.Defaults)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, parameter.Name);
            json.WriteString("value"u8, parameter.Value);
            json.WriteString("meaning"u8, parameter.Meaning);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string NameOf(DefaultParameter parameter) => parameter.Value is null ? parameter.Name : $"{parameter.Name}={parameter.Value}";
}
