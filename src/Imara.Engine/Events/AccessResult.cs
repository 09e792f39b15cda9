using System.Collections.Immutable;
using Imara.Measurements;

namespace Imara.Engine.Events;

/// <summary>What happens because of one access; the driver carries it out.</summary>
public sealed record AccessResult
{
    /// <summary>Allowed, and nothing else happens.</summary>
    public static AccessResult Allowed { get; } = new();

    /// <summary>What the caller gets; <see cref="Errno.None"/> if the access is allowed.</summary>
    public Errno Errno { get; init; }

    /// <summary>Entries added to the list, in order.</summary>
    public ImmutableArray<MeasurementEntry> Entries { get; init; } = [];

    /// <summary>How many of them are violations.</summary>
    public int Violations { get; init; }

    /// <summary>Attributes to write.</summary>
    public ImmutableArray<XattrWrite> Writes { get; init; } = [];

    /// <summary>Audit records, in order.</summary>
    public ImmutableArray<AuditRecord> Audit { get; init; } = [];

    /// <summary>What both lead to, the other one after this one.</summary>
    /// <param name="next">The other one; its errno counts.</param>
    internal AccessResult Then(AccessResult next) => ReferenceEquals(this, Allowed) ? next : new AccessResult
    {
        Errno = next.Errno,
        Entries = Entries.AddRange(next.Entries),
        Violations = Violations + next.Violations,
        Writes = Writes.AddRange(next.Writes),
        Audit = Audit.AddRange(next.Audit),
    };
}
