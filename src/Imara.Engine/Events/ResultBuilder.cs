using System.Collections.Immutable;
using Imara.Measurements;

namespace Imara.Engine.Events;

/// <summary>Collects what one access leads to; costs nothing while nothing happens.</summary>
internal sealed class ResultBuilder
{
    private ImmutableArray<MeasurementEntry>.Builder? entries;
    private ImmutableArray<XattrWrite>.Builder? writes;
    private ImmutableArray<AuditRecord>.Builder? audit;

    public int Violations { get; set; }

    public Errno Errno { get; set; }

    public void Add(MeasurementEntry entry) => (entries ??= ImmutableArray.CreateBuilder<MeasurementEntry>()).Add(entry);

    public void Add(XattrWrite write) => (writes ??= ImmutableArray.CreateBuilder<XattrWrite>()).Add(write);

    public void Add(AuditRecord record) => (audit ??= ImmutableArray.CreateBuilder<AuditRecord>()).Add(record);

    public AccessResult ToResult() => entries is null && writes is null && audit is null && Errno == Errno.None
        ? AccessResult.Allowed
        : new AccessResult
        {
            Errno = Errno,
            Entries = entries?.ToImmutable() ?? [],
            Violations = Violations,
            Writes = writes?.ToImmutable() ?? [],
            Audit = audit?.ToImmutable() ?? [],
        };
}
