using Imara.Cli.Output;
using Imara.Policy.Rules;
using Imara.Runtime.Failures;
using Imara.Runtime;
using Imara.Runtime.Monitoring;
using Imara.Runtime.Support;

namespace Imara.Cli.Verbs.Runs;

/// <summary>What a run found, for people, on standard error.</summary>
internal static class RunSummary
{
    private const int MaxRecords = 100;
    private const int FileHash = 1805;

    /// <summary>Tells it.</summary>
    public static void Write(FinishedRun run, Report report)
    {
        var (engine, session) = (run.Engine, run.Session);
        WriteAudit(session, report);
        foreach (var func in engine.Rules.Rules.Where(rule => rule.IsDo).Select(rule => rule.Func).Where(func => func != PolicyFunc.None).Distinct())
        {
            if (FuncSupport.Of(func) is { Level: not SupportLevel.Full } support)
            {
                report.Note($"func={PolicyWords.Of(func)}: {support.Note}");
            }
        }

        foreach (var (path, reason) in session.LeftOut)
        {
            report.Note($"{path} is not watched: {reason}");
        }

        var counters = session.Counters;
        if (counters.Ended is { } ended)
        {
            report.Error($"run: watching ended before the command did: {ended}");
        }

        if (counters.FirstFailure is { } first)
        {
            var count = counters.Failures - counters.Of(FailureKind.Ended);
            report.Error($"run: the list is not complete: {count} failure{(count == 1 ? string.Empty : "s")}, the first: {first}");
        }

        if (report.Quiet)
        {
            return;
        }

        report.Note($"watched {string.Join(", ", session.Watched)}{(run.IsTree ? ", the command and its descendants alone" : string.Empty)}: {counters.Opens} opens, {counters.Executions} executions, {counters.Digests} digests");
        report.Note($"{engine.Log.Entries.Count} entries, {engine.Log.Violations} violations");
        foreach (var bank in run.Pcrs.Banks)
        {
            foreach (var pcr in bank.Pcrs)
            {
                if (bank.TryGet(pcr, out var value))
                {
                    report.Note($"PCR {pcr} {HashAlgos.NameOf(bank.Algo)} {Convert.ToHexStringLower(value.Span)}");
                }
            }
        }
    }

    // What went wrong comes first: a rule that audits much must not hide it.
    private static void WriteAudit(RuntimeSession session, Report report)
    {
        var failures = session.Audit.Where(record => record.Type != FileHash)
            .Select(record => $"type={record.Type} op={record.Op} cause={record.Cause} name=\"{record.Name}\" res={record.Result}");
        var hashes = session.Audit.Where(record => record.Type == FileHash)
            .Select(record => $"type={record.Type} file=\"{record.Name}\" hash=\"{record.Cause}\"");
        foreach (var text in failures.Concat(hashes).Take(MaxRecords))
        {
            report.Note(text);
        }

        var hidden = session.Audit.Count - MaxRecords + session.Counters.AuditDropped;
        if (hidden > 0)
        {
            report.Note($"{hidden} more audit records");
        }
    }
}
