using System.Collections.Immutable;
using System.Text.Json;
using Imara.Boot.Audit;
using Imara.Boot.Audit.Rules;
using Imara.Cli.Output;
using Imara.Cli.Verbs.Policies;

namespace Imara.Cli.Verbs.Boot;

/// <summary>Findings as JSON, one a line, and the summary.</summary>
internal sealed class AuditJson(DecisionReport? places, Report report)
{
    /// <summary>Writes a finding.</summary>
    public void Write(ExplainedFinding found) => report.Json(json =>
    {
        var (finding, sample) = (found.Finding, found.Finding.Sample);
        json.WriteString("verdict"u8, AuditWords.JsonOf(found.Verdict));
        json.WriteString("mode"u8, AuditWords.Of(finding.Mode));
        json.WriteString("id"u8, finding.Cause.Id);
        json.WriteNumber("count"u8, finding.Tally.Count);
        json.WriteString("first"u8, finding.Tally.First is { } first ? AuditWords.Of(first) : null);
        json.WriteString("last"u8, finding.Tally.Last is { } last ? AuditWords.Of(last) : null);
        json.WriteNumber("type"u8, (int)sample.Type);
        Text(json, "op", sample.Op);
        Text(json, "cause", sample.Cause);
        Text(json, "path", sample.Name);
        Text(json, "found", found.File?.Path ?? default);
        Text(json, "dev", sample.Device);
        Number(json, "inode", sample.Inode);
        Text(json, "comm", sample.Command);
        Text(json, "exe", finding.Executable);
        Number(json, "uid", sample.Uid);
        Text(json, "label", sample.Label);
        Text(json, "detail", sample.Detail);
        json.WriteString("meaning"u8, finding.Cause.Meaning);
        json.WriteString("help"u8, finding.Cause.Help.Length > 0 ? AuditWords.HelpOf(found) : null);
        WriteRules(json, found.Suspects);
    });

    /// <summary>Writes the last line.</summary>
    public void WriteSummary(AuditSurvey survey, ImmutableArray<ExplainedFinding> findings, ImmutableArray<string> sources) => report.Json(json =>
    {
        json.WriteStartObject("summary"u8);
        json.WriteStartArray("sources"u8);
        foreach (var source in sources)
        {
            json.WriteStringValue(source);
        }

        json.WriteEndArray();
        json.WriteNumber("records"u8, survey.Records);
        json.WriteNumber("malformed"u8, survey.Malformed);
        json.WriteNumber("ungrouped"u8, survey.Ungrouped);
        json.WriteStartArray("lost"u8);
        foreach (var loss in survey.Losses)
        {
            json.WriteTextValue(loss.Span);
        }

        json.WriteEndArray();
        json.WriteStartObject("findings"u8);
        foreach (var verdict in Enum.GetValues<AuditVerdict>())
        {
            json.WriteNumber(AuditWords.JsonOf(verdict), findings.Count(found => found.Verdict == verdict));
        }

        json.WriteEndObject();
        json.WriteEndObject();
    });

    private void WriteRules(Utf8JsonWriter json, RuleSuspects? suspects)
    {
        if (suspects is null || places is null)
        {
            json.WriteNull("rules"u8);
            return;
        }

        json.WriteStartArray("rules"u8);
        foreach (var rule in suspects.Rules)
        {
            json.WriteStartObject();
            places.WritePlace(json, rule);
            json.WriteText("text", places.LoadableText(rule).Span);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Text(Utf8JsonWriter json, string name, ByteString text)
    {
        if (text.IsEmpty)
        {
            json.WriteNull(name);
        }
        else
        {
            json.WriteText(name, text.Span);
        }
    }

    private static void Number(Utf8JsonWriter json, string name, ulong? number)
    {
        if (number is { } value)
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
