using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;

namespace Imara.Boot.Audit.Reading;

/// <summary>Reads the text of one integrity record, without what a log puts before it. Pure and strict.</summary>
/// <remarks>docs/reference/appraisal.md 5, policy.md 1.6.</remarks>
public static class AuditRecordReader
{
    /// <summary>The longest record: the kernel cuts them at 8,970 bytes.</summary>
    public const int MaxLength = 16 * 1024;

    // What auditd adds in the format ENRICHED stands behind this byte.
    private const byte Enriched = 0x1d;

    /// <summary>Reads a record.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="text">The fields, such as <c>pid=94 uid=0 .. res=0 errno=0</c>.</param>
    /// <param name="record">The record, without time and serial.</param>
    /// <param name="error">Why it was refused, with the offset in <paramref name="text"/>.</param>
    public static bool TryRead(AuditRecordType type, ReadOnlySpan<byte> text, [NotNullWhen(true)] out IntegrityRecord? record, out FormatError error)
    {
        record = null;
        var end = text.IndexOf(Enriched);
        text = (end < 0 ? text : text[..end]).TrimEnd((byte)' ');
        if (text.Length > MaxLength)
        {
            error = new FormatError(MaxLength, $"longer than {MaxLength} bytes");
            return false;
        }

        // Before 4.19 rules of a policy came as 1805.
        if (type == AuditRecordType.PolicyRule || (type == AuditRecordType.Rule && text.StartsWith("action="u8)))
        {
            return TryReadRule(text, out record, out error);
        }

        var read = default(AuditRecordDraft);
        var seen = AuditFieldSet.None;
        var fields = new AuditFieldReader(text);
        while (fields.TryRead(out var field, out error))
        {
            if (!TryTake(field, ref read, ref seen, out error))
            {
                return false;
            }
        }

        if (error.Message is not null)
        {
            return false;
        }

        var missing = Needed(type) & ~seen;
        if (missing != AuditFieldSet.None)
        {
            error = new FormatError(text.Length, $"ends without `{missing.ToString().Split(',')[0].ToLowerInvariant()}=`");
            return false;
        }

        record = read.ToRecord(type);
        return true;
    }

    private static AuditFieldSet Needed(AuditRecordType type) => type switch
    {
        AuditRecordType.Rule => AuditFieldSet.File | AuditFieldSet.Hash,
        AuditRecordType.EvmXattr => AuditFieldSet.Xattr | AuditFieldSet.Res,
        _ => AuditFieldSet.Op | AuditFieldSet.Res,
    };

    // The rule stands there word for word, whatever it holds.
    private static bool TryReadRule(ReadOnlySpan<byte> text, [NotNullWhen(true)] out IntegrityRecord? record, out FormatError error)
    {
        record = null;
        error = default;
        var last = text.LastIndexOf((byte)' ') + 1;
        if (!text[last..].StartsWith("res="u8) || !TryNumber(text[(last + 4)..], out int result) || result is not 0 and not 1)
        {
            error = new FormatError(last, "a rule does not end with `res=0` or `res=1`");
            return false;
        }

        record = new IntegrityRecord { Type = AuditRecordType.PolicyRule, Detail = new ByteString(text[..last].Trim((byte)' ')), Result = result };
        return true;
    }

    private static bool TryTake(in AuditField field, ref AuditRecordDraft draft, ref AuditFieldSet seen, out FormatError error)
    {
        error = default;
        var kind = KindOf(field.Key);
        if (kind == AuditFieldSet.None)
        {
            return true;
        }

        if ((seen & kind) != 0)
        {
            error = new FormatError(field.Offset, $"`{ByteString.Display(field.Key)}=` stands there twice");
            return false;
        }

        seen |= kind;
        if (TrySet(kind, field, ref draft))
        {
            return true;
        }

        var what = kind is AuditFieldSet.Comm or AuditFieldSet.Name or AuditFieldSet.Dev or AuditFieldSet.File or AuditFieldSet.Xattr
            ? "neither quoted nor hexadecimal"
            : "no number";
        error = new FormatError(field.Offset + field.Key.Length + 1, $"`{ByteString.Display(field.Key)}=`: {what}");
        return false;
    }

    private static bool TrySet(AuditFieldSet kind, in AuditField field, ref AuditRecordDraft draft)
    {
        switch (kind)
        {
            case AuditFieldSet.Pid when TryNumber(field.Value, out int pid):
                draft.Process = pid;
                return true;
            case AuditFieldSet.Uid when TryNumber(field.Value, out uint uid):
                draft.Uid = uid;
                return true;
            case AuditFieldSet.Ino when TryNumber(field.Value, out ulong inode):
                draft.Inode = inode;
                return true;
            case AuditFieldSet.Res when TryNumber(field.Value, out int result):
                draft.Result = result;
                return true;
            case AuditFieldSet.Errno when TryNumber(field.Value, out int errno):
                draft.Error = errno;
                return true;
            case AuditFieldSet.Subj:
                draft.Label = new ByteString(field.Value);
                return true;
            case AuditFieldSet.Op:
                draft.Op = new ByteString(field.Value);
                return true;
            case AuditFieldSet.Cause:
                draft.Cause = new ByteString(field.Value);
                return true;
            case AuditFieldSet.Hash:
                draft.Detail = new ByteString(field.Value);
                return true;
            case AuditFieldSet.Comm when field.TryDecode(out var command):
                draft.Command = command;
                return true;
            case AuditFieldSet.Name or AuditFieldSet.File when field.TryDecode(out var name):
                draft.Name = name;
                return true;
            case AuditFieldSet.Dev when field.TryDecode(out var device):
                draft.Device = device;
                return true;
            case AuditFieldSet.Xattr when field.TryDecode(out var attribute):
                draft.Detail = attribute;
                return true;
            default:
                return false;
        }
    }

    private static AuditFieldSet KindOf(ReadOnlySpan<byte> key) => key switch
    {
        _ when key.SequenceEqual("pid"u8) => AuditFieldSet.Pid,
        _ when key.SequenceEqual("uid"u8) => AuditFieldSet.Uid,
        _ when key.SequenceEqual("subj"u8) => AuditFieldSet.Subj,
        _ when key.SequenceEqual("op"u8) => AuditFieldSet.Op,
        _ when key.SequenceEqual("cause"u8) => AuditFieldSet.Cause,
        _ when key.SequenceEqual("comm"u8) => AuditFieldSet.Comm,
        _ when key.SequenceEqual("name"u8) => AuditFieldSet.Name,
        _ when key.SequenceEqual("dev"u8) => AuditFieldSet.Dev,
        _ when key.SequenceEqual("ino"u8) => AuditFieldSet.Ino,
        _ when key.SequenceEqual("res"u8) => AuditFieldSet.Res,
        _ when key.SequenceEqual("errno"u8) => AuditFieldSet.Errno,
        _ when key.SequenceEqual("file"u8) => AuditFieldSet.File,
        _ when key.SequenceEqual("hash"u8) => AuditFieldSet.Hash,
        _ when key.SequenceEqual("xattr"u8) => AuditFieldSet.Xattr,
        _ => AuditFieldSet.None,
    };

    private static bool TryNumber(ReadOnlySpan<byte> text, out int number) => Utf8Parser.TryParse(text, out number, out var used) && used == text.Length;

    private static bool TryNumber(ReadOnlySpan<byte> text, out uint number) => Utf8Parser.TryParse(text, out number, out var used) && used == text.Length;

    private static bool TryNumber(ReadOnlySpan<byte> text, out ulong number) => Utf8Parser.TryParse(text, out number, out var used) && used == text.Length;
}
