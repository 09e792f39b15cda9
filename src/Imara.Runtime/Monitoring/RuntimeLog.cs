using Imara.Engine.Events;
using Imara.Runtime.Failures;

namespace Imara.Runtime.Monitoring;

/// <summary>What the engine reported besides the list; kept in memory, because whoever writes files may have to wait for the event thread.</summary>
internal sealed class RuntimeLog(MonitorCounters counters)
{
    // A policy that audits everything must not eat the memory of the machine.
    private const int MaxRecords = 65536;

    private readonly List<AuditRecord> audit = [];

    /// <summary>The audit records in order.</summary>
    internal IReadOnlyList<AuditRecord> Audit => audit;

    internal void Add(AccessResult result)
    {
        counters.Entries += result.Entries.Length;
        counters.Violations += result.Violations;
        foreach (var record in result.Audit)
        {
            if (audit.Count < MaxRecords)
            {
                audit.Add(record);
            }
            else
            {
                counters.AuditDropped++;
            }
        }
    }

    internal void NotWritten(string what) => counters.Failed(FailureKind.NotWritten, what);
}
