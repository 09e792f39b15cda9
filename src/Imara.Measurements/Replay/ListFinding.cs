namespace Imara.Measurements.Replay;

/// <summary>Something that was found in a list.</summary>
/// <param name="Index">Entry, from 0; null for the list as a whole.</param>
/// <param name="Offset">Byte offset in the file; null for the list as a whole.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Message">Lower-case sentence without a final period; untrusted bytes are escaped.</param>
public sealed record ListFinding(long? Index, long? Offset, ListFindingKind Kind, string Message)
{
    private static readonly string[] Names =
    [
        "violation", "malformed-violation", "digest-mismatch", "malformed-data", "unknown-template", "malformed-list", "list-trimmed",
        "not-attestable", "unattested-entries", "pcr-mismatch", "pcr-not-verifiable", "pcr-missing", "padded-sha1", "boot-aggregate-mismatch",
        "boot-aggregate-unchecked", "no-boot-aggregate", "pcr-not-explained", "boot-log-unusable", "boot-log-incomplete",
        "bad-signature", "unchecked-signature",
    ];

    /// <summary>True if the list is proven all the same.</summary>
    public bool IsRemark => VerdictOf(Kind) == ListVerdict.Proven;

    /// <summary>The kind as it stands in reports, such as <c>digest-mismatch</c>.</summary>
    public string KindName => Names[(int)Kind];

    /// <summary>The best that a list can be with such a finding.</summary>
    internal static ListVerdict VerdictOf(ListFindingKind kind) => kind switch
    {
        ListFindingKind.MalformedViolation or ListFindingKind.MalformedData or ListFindingKind.MalformedList => ListVerdict.Malformed,
        ListFindingKind.DigestMismatch or ListFindingKind.PcrMismatch or ListFindingKind.BootAggregateMismatch
            or ListFindingKind.BadSignature => ListVerdict.Mismatch,
        ListFindingKind.Violation => ListVerdict.Violations,
        ListFindingKind.PaddedSha1 or ListFindingKind.NoBootAggregate or ListFindingKind.PcrNotExplained or ListFindingKind.BootLogIncomplete =>
            ListVerdict.Proven,
        _ => ListVerdict.Unproven,
    };
}
