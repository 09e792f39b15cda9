using System.Buffers.Text;

namespace Imara.Boot.Audit.Reading;

/// <summary>Reads one message of the kernel, or of auditd, without what a log puts before it. Pure.</summary>
internal static class KernelMessageReader
{
    // The one refusal that has no audit record. docs/reference/policy.md 3.10.
    private static ReadOnlySpan<byte> Impossible => "ima: impossible to appraise "u8;

    /// <summary>Reads a message of the kernel log: <c>audit: type=1800 audit(..): ..</c>; null if it does not matter here.</summary>
    public static AuditLogItem? ReadKernel(ReadOnlySpan<byte> text)
    {
        var skipped = text.StartsWith("audit: "u8) ? 7 : 0;
        var message = text[skipped..];
        if (message.StartsWith("type="u8))
        {
            return ReadTyped(message, 5, " audit("u8, skipped);
        }

        foreach (var prefix in (ReadOnlySpan<string>)["Kernel command line: ", "Command line: "])
        {
            if (System.Text.Ascii.Equals(text[..Math.Min(text.Length, prefix.Length)], prefix))
            {
                return new AuditLogItem(AuditLogItemKind.CommandLine) { Text = new ByteString(text[prefix.Length..]) };
            }
        }

        if (text.StartsWith(Impossible))
        {
            return new AuditLogItem(AuditLogItemKind.Record) { Record = new IntegrityRecord { Type = AuditRecordType.None, Cause = new ByteString(text[5..]), Result = 0 } };
        }

        if (KernelWords.Read(text) is { } spoken)
        {
            return new AuditLogItem(AuditLogItemKind.Record) { Record = spoken };
        }

        return IsLoss(text, message, skipped > 0) ? new AuditLogItem(AuditLogItemKind.Lost) { Text = new ByteString(text) } : null;
    }

    /// <summary>Reads a line of auditd from <c>type=</c> on.</summary>
    public static AuditLogItem? ReadAuditd(ReadOnlySpan<byte> text) => text.StartsWith("type="u8) ? ReadTyped(text, 5, " msg=audit("u8, 0) : null;

    /// <summary>Reads what journald makes of a record: <c>INTEGRITY_DATA pid=..</c>.</summary>
    public static AuditLogItem? ReadJournald(ReadOnlySpan<byte> text, DateTimeOffset? time, ulong? serial)
    {
        var blank = text.IndexOf((byte)' ');
        var type = AuditRecordTypes.Of(blank < 0 ? text : text[..blank]);
        if (type == AuditRecordType.None)
        {
            return null;
        }

        var start = blank < 0 ? text.Length : blank + 1;
        return Made(type, text[start..], start, time, serial);
    }

    private static AuditLogItem? ReadTyped(ReadOnlySpan<byte> text, int start, ReadOnlySpan<byte> between, int skipped)
    {
        var length = text[start..].IndexOf((byte)' ');
        if (length < 0 || !text[(start + length)..].StartsWith(between))
        {
            return null;
        }

        var name = text.Slice(start, length);
        var type = AuditRecordTypes.Of(name);
        var isCall = name.SequenceEqual("SYSCALL"u8) || name.SequenceEqual("1300"u8);
        if (type == AuditRecordType.None && !isCall)
        {
            return null;
        }

        var at = start + length + between.Length - 6;
        if (!AuditStamp.TryRead(text[at..], out var stamp, out var used))
        {
            return isCall ? null : Malformed(new FormatError(skipped + at + used, "no time `audit(SECONDS.MILLISECONDS:NUMBER):`"));
        }

        at += used;
        var body = text[at..];
        if (isCall)
        {
            return SystemCallReader.Read(stamp.Time, stamp.Serial, body) is { } call ? new AuditLogItem(AuditLogItemKind.SystemCall) { Call = call } : null;
        }

        return Made(type, body, skipped + at, stamp.Time, stamp.Serial);
    }

    private static AuditLogItem Made(AuditRecordType type, ReadOnlySpan<byte> body, int offset, DateTimeOffset? time, ulong? serial) =>
        AuditRecordReader.TryRead(type, body, out var record, out var error)
            ? new AuditLogItem(AuditLogItemKind.Record) { Record = record with { Time = time, Serial = serial } }
            : Malformed(error.Shift(offset));

    private static AuditLogItem Malformed(FormatError error) => new(AuditLogItemKind.Malformed) { Error = error };

    // audit: audit_lost=12 audit_rate_limit=0 audit_backlog_limit=64, kauditd_printk_skb: 34 callbacks suppressed
    private static bool IsLoss(ReadOnlySpan<byte> text, ReadOnlySpan<byte> message, bool isAudit) =>
        (isAudit && message.StartsWith("audit_lost="u8) && !message.StartsWith("audit_lost=0 "u8))
        || ((text.StartsWith("kauditd_printk_skb: "u8) || text.StartsWith("audit_printk_skb: "u8)) && text.EndsWith(" callbacks suppressed"u8));
}
