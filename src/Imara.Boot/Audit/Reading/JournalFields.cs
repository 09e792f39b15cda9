namespace Imara.Boot.Audit.Reading;

/// <summary>The fields of a journal entry that matter here.</summary>
internal sealed class JournalFields
{
    private byte[]? message;
    private string? transport;
    private string? facility;
    private string? type;
    private string? serial;
    private string? sourceTime;
    private string? logTime;

    /// <summary>True if a field is one that <see cref="Take"/> keeps.</summary>
    public static bool IsKept(ReadOnlySpan<byte> name) => name.SequenceEqual("MESSAGE"u8) || name.SequenceEqual("_TRANSPORT"u8) || name.SequenceEqual("SYSLOG_FACILITY"u8)
        || name.SequenceEqual("_AUDIT_TYPE"u8) || name.SequenceEqual("_AUDIT_ID"u8) || name.SequenceEqual("_SOURCE_REALTIME_TIMESTAMP"u8)
        || name.SequenceEqual("__REALTIME_TIMESTAMP"u8);

    /// <summary>Keeps a field.</summary>
    public void Take(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (name.SequenceEqual("MESSAGE"u8))
        {
            message = value.ToArray();
            return;
        }

        ref var field = ref transport;
        switch (System.Text.Encoding.ASCII.GetString(name))
        {
            case "_TRANSPORT":
                break;
            case "SYSLOG_FACILITY":
                field = ref facility;
                break;
            case "_AUDIT_TYPE":
                field = ref type;
                break;
            case "_AUDIT_ID":
                field = ref serial;
                break;
            case "_SOURCE_REALTIME_TIMESTAMP":
                field = ref sourceTime;
                break;
            case "__REALTIME_TIMESTAMP":
                field = ref logTime;
                break;
            default:
                return;
        }

        field = System.Text.Encoding.ASCII.GetString(value);
    }

    /// <summary>What the entry says; null if it does not matter here.</summary>
    public AuditLogItem? Read()
    {
        if (message is null)
        {
            return null;
        }

        return transport switch
        {
            "kernel" => facility is null or "0" ? ReadKernel(message) : null,
            "audit" => ReadSocket(message),
            null => type is null ? ReadKernel(message) : ReadSocket(message),
            _ => null,
        };
    }

    private AuditLogItem? ReadKernel(ReadOnlySpan<byte> text)
    {
        var item = KernelMessageReader.ReadKernel(text);
        return item?.Record is { Time: null } record ? item with { Record = record with { Time = Moment(sourceTime) ?? Moment(logTime) } } : item;
    }

    private AuditLogItem? ReadSocket(ReadOnlySpan<byte> text)
    {
        var time = Moment(sourceTime) ?? Moment(logTime);
        ulong? number = ulong.TryParse(serial, out var parsed) ? parsed : null;
        return KernelMessageReader.ReadJournald(text, time, number) is { } item ? item with { IsFromSocket = true } : null;
    }

    // Microseconds since 1970; the kernel's own time of a record has milliseconds.
    private static DateTimeOffset? Moment(string? text) =>
        long.TryParse(text, out var microseconds) && microseconds is >= 0 and < 253_402_300_799_000_000 ? DateTimeOffset.FromUnixTimeMilliseconds(microseconds / 1000) : null;
}
