namespace Imara.Boot.Audit;

/// <summary>How often something was recorded, and when.</summary>
/// <param name="Count">Records.</param>
/// <param name="First">The earliest; null if no record has a time.</param>
/// <param name="Last">The latest.</param>
/// <param name="Denied">Of these, records whose system call is known to have failed.</param>
/// <param name="Allowed">Of these, records whose system call is known to have succeeded.</param>
public readonly record struct AuditTally(long Count, DateTimeOffset? First, DateTimeOffset? Last, long Denied, long Allowed)
{
    internal AuditTally With(DateTimeOffset? time) => this with
    {
        Count = Count + 1,
        First = First is null || time < First ? time ?? First : First,
        Last = Last is null || time > Last ? time ?? Last : Last,
    };
}
