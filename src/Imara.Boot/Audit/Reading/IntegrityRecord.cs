namespace Imara.Boot.Audit.Reading;

/// <summary>One integrity audit record, its texts decoded; what a record does not say is null or empty.</summary>
/// <remarks>docs/reference/appraisal.md 5, policy.md 1.6.</remarks>
public sealed record IntegrityRecord
{
    /// <summary>The type.</summary>
    public required AuditRecordType Type { get; init; }

    /// <summary>When the kernel made it, to the millisecond; of logs that give no more, when it was logged.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>Number of the event; records with the same time and number belong to one system call.</summary>
    public ulong? Serial { get; init; }

    /// <summary>Process.</summary>
    public int? Process { get; init; }

    /// <summary>Real user id of the process.</summary>
    public uint? Uid { get; init; }

    /// <summary>Label that a security module gave the process.</summary>
    public ByteString Label { get; init; }

    /// <summary>What the kernel was about, such as <c>appraise_data</c>.</summary>
    public ByteString Op { get; init; }

    /// <summary>Why it says so, such as <c>missing-hash</c>.</summary>
    public ByteString Cause { get; init; }

    /// <summary>Name of the process, at most 15 bytes.</summary>
    public ByteString Command { get; init; }

    /// <summary>The file or the name of an event: a path as the process saw it, the path in its file system, or the bare file name.</summary>
    public ByteString Name { get; init; }

    /// <summary>The super block: a block device without its folder, or a type name.</summary>
    public ByteString Device { get; init; }

    /// <summary>Inode number on that file system.</summary>
    public ulong? Inode { get; init; }

    /// <summary><c>res</c>: 1 if all went well; of EvmXattr 0 for that, or a negative error number.</summary>
    public int? Result { get; init; }

    /// <summary><c>errno</c>: 0 or a negative error number; kernels before 5.9 do not tell.</summary>
    public int? Error { get; init; }

    /// <summary>Of Rule: <c>ALGO:HEX</c>. Of EvmXattr: the attribute. Of PolicyRule: the rule as far as it was understood.</summary>
    public ByteString Detail { get; init; }

    /// <summary>True if the kernel says that something did not work.</summary>
    public bool IsFailure => Type == AuditRecordType.EvmXattr ? Result < 0 : Result == 0;
}
