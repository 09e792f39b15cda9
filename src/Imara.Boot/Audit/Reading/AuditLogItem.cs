namespace Imara.Boot.Audit.Reading;

/// <summary>Something in a log that matters here.</summary>
/// <param name="Kind">What it is.</param>
public sealed record AuditLogItem(AuditLogItemKind Kind)
{
    /// <summary>Number of the line, from 1.</summary>
    public long Line { get; init; }

    /// <summary>Of a record: the record.</summary>
    public IntegrityRecord? Record { get; init; }

    /// <summary>Of a system call: the call.</summary>
    public SystemCallRecord? Call { get; init; }

    /// <summary>Of a command line: its text. Of lost records: what the kernel says.</summary>
    public ByteString Text { get; init; }

    /// <summary>Of a malformed line: why, with the offset in the line.</summary>
    public FormatError Error { get; init; }

    /// <summary>True if the record came through the audit socket, where none is dropped that the kernel log drops.</summary>
    public bool IsFromSocket { get; init; }
}
