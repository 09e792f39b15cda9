namespace Imara.Boot.Audit.Reading;

/// <summary>A record while its fields are read.</summary>
internal struct AuditRecordDraft
{
    public int? Process;
    public uint? Uid;
    public ByteString Label;
    public ByteString Op;
    public ByteString Cause;
    public ByteString Command;
    public ByteString Name;
    public ByteString Device;
    public ulong? Inode;
    public int? Result;
    public int? Error;
    public ByteString Detail;

    /// <summary>The record.</summary>
    public readonly IntegrityRecord ToRecord(AuditRecordType type) => new()
    {
        Type = type,
        Process = Process,
        Uid = Uid,
        Label = Label,
        Op = Op,
        Cause = Cause,
        Command = Command,
        Name = Name,
        Device = Device,
        Inode = Inode,
        Result = Result,
        Error = Error,
        Detail = Detail,
    };
}
