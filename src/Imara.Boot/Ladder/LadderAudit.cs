using System.Globalization;
using Imara.Boot.Audit;
using Imara.Boot.Audit.Reading;
using Imara.Boot.Audit.Rules;
using Imara.Boot.Audit.Sources;
using Imara.Policy.CommandLine;

namespace Imara.Boot.Ladder;

/// <summary>Reads the audit records of this boot, and says what was refused in it.</summary>
public static class LadderAudit
{
    private const int MaxNamed = 20;

    /// <summary>Reads them.</summary>
    /// <param name="root">The root of the machine.</param>
    /// <param name="search">The policy.</param>
    /// <param name="mode">The mode of this boot.</param>
    /// <param name="note">Hears which logs were read.</param>
    /// <returns>What was refused, and why the answer is not whole; empty if nothing was and it is.</returns>
    public static IReadOnlyList<string> Run(string root, RuleSearch search, AppraiseBits mode, Action<string> note)
    {
        ArgumentNullException.ThrowIfNull(search);
        ArgumentNullException.ThrowIfNull(note);
        var window = root == "/" ? AuditWindow.ThisBoot : new AuditWindow(null, null, IsBoot: false);
        var reasons = new List<string>();
        if (!AuditSources.TryOpen(root, window, reasons.Add, out var sources))
        {
            return reasons;
        }

        // What was passed over on the way to the logs that were opened is no reason.
        reasons.ForEach(note);
        reasons.Clear();
        var survey = new AuditSurvey(window, mode, _ => mode);
        foreach (var source in sources)
        {
            using (source)
            {
                note($"reading {source.Name}");
                _ = AuditLogs.Read(source, survey, LogClock.System, reasons.Add);
            }
        }

        reasons.AddRange(survey.Losses.Select(loss => $"the kernel dropped audit records: {loss}"));
        if (survey.Ungrouped > 0)
        {
            reasons.Add(string.Create(CultureInfo.InvariantCulture, $"{survey.Ungrouped} records beyond {AuditSurvey.MaxFindings} findings"));
        }

        // A policy is in force, or the step is refused for that: attempts that failed before do not matter.
        var refusals = survey.Findings.Select(finding => search.Explain(finding, root)).Where(found => found.IsRefusal && found.Finding.Sample.Type != AuditRecordType.Status).ToList();
        reasons.AddRange(refusals.Take(MaxNamed).Select(found => string.Create(
            CultureInfo.InvariantCulture, $"{Subject(found.Finding.Sample)}: {found.Finding.Cause.Id}, {found.Finding.Tally.Count} time{(found.Finding.Tally.Count == 1 ? "" : "s")} by {found.Finding.Sample.Command}")));
        if (refusals.Count > MaxNamed)
        {
            reasons.Add(string.Create(CultureInfo.InvariantCulture, $"{refusals.Count - MaxNamed} more; imara audit --since boot tells all"));
        }

        return reasons;
    }

    private static ByteString Subject(IntegrityRecord record) => record.Name.IsEmpty ? record.Detail : record.Name;
}
