using System.Collections.Immutable;
using Imara.Boot.Audit.Reading;

namespace Imara.Boot.Audit;

/// <summary>A kind of record: what the kernel's words mean and what can be done.</summary>
/// <param name="Id">The kernel's cause, with the operation before it where the cause alone does not tell.</param>
/// <param name="Types">The types of records that name it.</param>
/// <param name="Op">The operation; null: any.</param>
/// <param name="Cause">The cause; null: any. One that ends with <c>(</c> is compared by its beginning.</param>
/// <param name="Outcome">What it means for the access.</param>
/// <param name="Meaning">A sentence in plain words, lower case, without a final period.</param>
/// <param name="Help">What to do; <c>{path}</c> stands for the file. Empty: nothing.</param>
public sealed record AuditCause(string Id, ImmutableArray<AuditRecordType> Types, string? Op, string? Cause, AuditOutcome Outcome, string Meaning, string Help)
{
    /// <summary>The error number of the record, negative; null: any.</summary>
    public int? Error { get; init; }

    /// <summary>True if only records of failures are meant.</summary>
    public bool OnlyFailures { get; init; }

    internal bool Fits(IntegrityRecord record)
    {
        if (!Types.Contains(record.Type) || (OnlyFailures && !record.IsFailure) || (Error is not null && record.Error != Error) || (Op is not null && !System.Text.Ascii.Equals(record.Op.Span, Op)))
        {
            return false;
        }

        return Cause is null || System.Text.Ascii.Equals(record.Cause.Span, Cause)
            || (Cause.EndsWith('(') && record.Cause.Length > Cause.Length && System.Text.Ascii.Equals(record.Cause.Span[..Cause.Length], Cause));
    }
}
