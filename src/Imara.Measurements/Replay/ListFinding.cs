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
    ];

    /// <summary>The kind as it stands in reports, such as <c>digest-mismatch</c>.</summary>
    public string KindName => Names[(int)Kind];
}
