using Imara.Boot.Audit.Reading;
using Imara.Policy.CommandLine;

namespace Imara.Boot.Audit;

/// <summary>What records have in common that make one finding.</summary>
internal readonly record struct FindingKey(
    string Cause, AppraiseBits? Mode, bool Failed, uint? Uid, ByteString Label, ByteString Command, ByteString Name, ByteString Device, ulong? Inode, ByteString Detail, ByteString Words)
{
    /// <summary>The key of a record.</summary>
    public static FindingKey Of(IntegrityRecord record, AuditCause cause, AppraiseBits? mode) => new(
        cause.Id,
        cause.Outcome == AuditOutcome.Refused ? mode : null,
        record.IsFailure,
        record.Uid,
        record.Label,
        record.Command,
        record.Name,
        record.Device,
        record.Inode,
        record.Detail,
        cause.Cause is null && cause.Types[0] != AuditRecordType.Metadata ? record.Cause : default);
}
