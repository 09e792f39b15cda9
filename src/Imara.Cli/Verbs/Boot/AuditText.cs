using System.Globalization;
using Imara.Boot.Audit;
using Imara.Boot.Audit.Rules;
using Imara.Cli.Output;
using Imara.Cli.Verbs.Policies;

namespace Imara.Cli.Verbs.Boot;

/// <summary>A finding for people.</summary>
internal sealed class AuditText(DecisionReport? places, Report report)
{
    /// <summary>Writes it, with an empty line behind.</summary>
    public void Write(ExplainedFinding found)
    {
        var finding = found.Finding;
        var count = finding.Tally.Count == 1 ? "once" : string.Create(CultureInfo.InvariantCulture, $"{finding.Tally.Count} times");
        var verdict = report.Painted(found.IsRefusal ? Paint.Red : found.Verdict == AuditVerdict.Unmeasured ? Paint.Yellow : Paint.Green, AuditWords.Of(found.Verdict));
        report.Line($"{AuditWords.PathOf(found)}: {verdict} {count}: {finding.Cause.Id}");
        Row("why", finding.Cause.Meaning);
        WriteWords(finding);
        WriteSubject(finding);
        WriteTime(finding.Tally);
        if (places is not null && found.Suspects is { } suspects)
        {
            WriteRules(suspects, places);
        }

        if (finding.Cause.Help.Length > 0 && found.Verdict != AuditVerdict.Information)
        {
            Row("do", AuditWords.HelpOf(found));
        }

        report.Line(string.Empty);
    }

    // Where one row of the table stands for several causes.
    private void WriteWords(AuditFinding finding)
    {
        if (finding.Cause.Cause is null && !finding.Sample.Op.IsEmpty)
        {
            Row("kernel", $"op={finding.Sample.Op} cause={finding.Sample.Cause}");
        }

        if (!finding.Sample.Detail.IsEmpty && !finding.Sample.Name.IsEmpty)
        {
            Row("hash", finding.Sample.Detail.ToString());
        }
    }

    private void WriteSubject(AuditFinding finding)
    {
        var sample = finding.Sample;
        if (sample.Command.IsEmpty && sample.Uid is null)
        {
            return;
        }

        var who = sample.Command.IsEmpty ? "-" : sample.Command.ToString();
        who += finding.Executable.IsEmpty ? string.Empty : $" ({finding.Executable})";
        who += sample.Uid is { } uid ? string.Create(CultureInfo.InvariantCulture, $", uid {uid}") : string.Empty;
        Row("by", sample.Label.IsEmpty ? who : $"{who}, label {sample.Label}");
    }

    private void WriteTime(AuditTally tally)
    {
        if (tally is { First: { } first, Last: { } last })
        {
            Row("when", first == last ? AuditWords.Of(first) : $"{AuditWords.Of(first)} to {AuditWords.Of(last)}");
        }
    }

    private void WriteRules(RuleSuspects suspects, DecisionReport policy)
    {
        if (suspects.Rules.IsEmpty)
        {
            Row("rule", "none of this policy: another one was in force, or the file was another");
            return;
        }

        Row("rule", suspects.Rules.Length > 1 ? "one of these" : Rule(suspects.Rules[0], policy));
        if (suspects.Rules.Length > 1)
        {
            foreach (var rule in suspects.Rules)
            {
                Row(string.Empty, Rule(rule, policy));
            }
        }

        if (!suspects.FileIsKnown)
        {
            Row(string.Empty, "(the file was not found here: owner and file system are not compared)");
        }
    }

    private static string Rule(int rule, DecisionReport policy) => $"{policy.PlaceOf(rule)}: {policy.LoadableText(rule)}";

    private void Row(string name, string text) => report.Line($"  {name,-6} {text}");
}
