using System.Text.Json;
using Imara.Boot.Status;
using Imara.Cli.Output;

namespace Imara.Cli.Verbs.Boot;

/// <summary>Findings on standard error, in JSON and as exit status.</summary>
internal static class FindingText
{
    /// <summary>Tells findings, notes as notes; what the table of the parameters says is not told twice on one terminal.</summary>
    public static void Tell(IEnumerable<StatusFinding> findings, string? prefix, Report report)
    {
        foreach (var finding in findings.Where(finding => !finding.IsOfParameter || !report.IsOneTerminal))
        {
            var text = (prefix is null ? string.Empty : $"{prefix}: ") + finding.Message + (finding.Help is null ? string.Empty : $"; {finding.Help}");
            if (finding.Severity == FindingSeverity.Note)
            {
                report.Note(text);
            }
            else
            {
                report.Error(text);
            }
        }
    }

    /// <summary>Writes them as the member <c>findings</c>.</summary>
    public static void Write(Utf8JsonWriter json, IEnumerable<StatusFinding> findings)
    {
        json.WriteStartArray("findings"u8);
        foreach (var finding in findings)
        {
            json.WriteStartObject();
            json.WriteString("severity"u8, finding.Severity.ToString().ToLowerInvariant());
            json.WriteString("message"u8, finding.Message);
            json.WriteString("help"u8, finding.Help);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
