using Imara.Cli.Output;
using Imara.Engine;
using Imara.Measurements.Replay;
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
    private const int ImaPcr = 10;
    private static readonly HashAlgo[] Banks = [HashAlgo.Sha1, HashAlgo.Sha256, HashAlgo.Sha384, HashAlgo.Sha512];

    public static void Write(ImaEngine engine, RuntimeSession session, Report report)
    {
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

        report.Note($"watched {string.Join(", ", session.Watched)}: {counters.Opens} opens, {counters.Executions} executions, {counters.Digests} digests");
        report.Note($"{engine.Log.Entries.Count} entries, {engine.Log.Violations} violations");
        foreach (var algo in Banks)
        {
            using var bank = new PcrBank(algo);
            foreach (var entry in engine.Log.Entries)
            {
                bank.Extend(entry);
            }

            report.Note($"PCR {ImaPcr} {HashAlgos.NameOf(algo)} {Convert.ToHexStringLower(bank.Value(ImaPcr))}");
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
