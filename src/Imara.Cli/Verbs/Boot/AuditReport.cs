using System.Collections.Immutable;
using System.Globalization;
using Imara.Answers;
using Imara.Boot.Audit;
using Imara.Boot.Audit.Rules;
using Imara.Cli.Output;
using Imara.Cli.Verbs.Policies;

namespace Imara.Cli.Verbs.Boot;

/// <summary>Says what audit records mean, the refusals first, and names refusals on standard error.</summary>
/// <param name="survey">What was read.</param>
/// <param name="findings">The findings.</param>
/// <param name="places">The policy; null without.</param>
/// <param name="report">Where to.</param>
internal sealed class AuditReport(AuditSurvey survey, ImmutableArray<ExplainedFinding> findings, DecisionReport? places, Report report)
{
    private const int UsualCount = 20;

    /// <summary>Writes everything.</summary>
    /// <param name="sources">The logs that were read.</param>
    /// <param name="all">Also what went well.</param>
    /// <param name="census">What of them was looked at.</param>
    /// <param name="allowsEmpty">Nothing to look at is an answer.</param>
    /// <returns>The exit status.</returns>
    public ExitCode Write(ImmutableArray<string> sources, bool all, Census census, bool allowsEmpty)
    {
        var shown = findings
            .Where(found => all || found.Verdict != AuditVerdict.Information)
            .OrderBy(found => found.Verdict)
            .ThenByDescending(found => found.Finding.Tally.Count)
            .ThenBy(found => AuditWords.PathOf(found), StringComparer.Ordinal)
            .ThenBy(found => found.Finding.Cause.Id, StringComparer.Ordinal)
            .ToImmutableArray();
        NameRefusals(shown);
        if (report.Format == OutputFormat.Json)
        {
            var json = new AuditJson(places, report);
            foreach (var found in shown)
            {
                json.Write(found);
            }

            json.WriteSummary(survey, findings, sources);
        }
        else
        {
            foreach (var found in shown)
            {
                new AuditText(places, report).Write(found);
            }

            WriteSummary();
        }

        EmptyQuestion.Tell(census, "log", allowsEmpty, report);
        census.Add(Look.NotLookedAt, IsComplete() ? 0 : 1);
        census.Add(Look.Bad, findings.Count(found => found.IsRefusal));
        return ExitCodes.Of(census.Answer(allowsEmpty));
    }

    private void NameRefusals(ImmutableArray<ExplainedFinding> shown)
    {
        var left = report.Verbose ? int.MaxValue : UsualCount;
        foreach (var found in shown.Where(found => found.IsRefusal))
        {
            if (left-- == 0)
            {
                report.Failing($"{findings.Count(other => other.IsRefusal) - UsualCount} more; --verbose tells all");
                break;
            }

            report.Failing($"{AuditWords.PathOf(found)}: {AuditWords.Of(found.Verdict)}: {found.Finding.Cause.Id}{PlaceOf(found)}");
        }
    }

    private string PlaceOf(ExplainedFinding found) => places is not null && found.Suspects is { Rules: [var only] } ? $" ({places.PlaceOf(only)})" : string.Empty;

    private void WriteSummary()
    {
        var parts = new List<string>();
        foreach (var verdict in Enum.GetValues<AuditVerdict>())
        {
            var count = findings.Count(found => found.Verdict == verdict);
            if (count > 0)
            {
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"{count} {AuditWords.Of(verdict)}"));
            }
        }

        if (!report.Quiet)
        {
            var records = string.Create(CultureInfo.InvariantCulture, $"{survey.Records} record{(survey.Records == 1 ? "" : "s")}");
            var groups = string.Create(CultureInfo.InvariantCulture, $"{findings.Length} finding{(findings.Length == 1 ? "" : "s")}");
            report.Line(parts.Count == 0 ? records : $"{records} in {groups}: {string.Join(", ", parts)}");
        }
    }

    private bool IsComplete()
    {
        if (survey.Malformed > 0)
        {
            report.Error($"the answer is incomplete: {survey.Malformed} line{(survey.Malformed == 1 ? "" : "s")} not understood");
        }

        if (survey.Ungrouped > 0)
        {
            report.Error($"the answer is incomplete: {survey.Ungrouped} records beyond {AuditSurvey.MaxFindings} findings");
        }

        foreach (var loss in survey.Losses)
        {
            report.Error($"the kernel dropped audit records, of IMA or others: {loss}");
        }

        return survey.IsComplete;
    }
}
