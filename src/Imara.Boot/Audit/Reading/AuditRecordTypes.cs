using System.Buffers.Text;

namespace Imara.Boot.Audit.Reading;

/// <summary>The names of <see cref="AuditRecordType"/> in logs.</summary>
internal static class AuditRecordTypes
{
    private const string Prefix = "INTEGRITY_";

    private static readonly (string Name, AuditRecordType Type)[] Names =
    [
        ("DATA", AuditRecordType.Data),
        ("METADATA", AuditRecordType.Metadata),
        ("STATUS", AuditRecordType.Status),
        ("HASH", AuditRecordType.Hash),
        ("PCR", AuditRecordType.Pcr),
        ("RULE", AuditRecordType.Rule),
        ("EVM_XATTR", AuditRecordType.EvmXattr),
        ("POLICY_RULE", AuditRecordType.PolicyRule),
        ("USERSPACE", AuditRecordType.UserSpace),
    ];

    /// <summary>Reads <c>INTEGRITY_DATA</c>, <c>1800</c>, <c>UNKNOWN[1800]</c> or <c>AUDIT1800</c>; <see cref="AuditRecordType.None"/> for all others.</summary>
    public static AuditRecordType Of(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("INTEGRITY_"u8))
        {
            foreach (var (name, type) in Names)
            {
                if (System.Text.Ascii.Equals(text[Prefix.Length..], name))
                {
                    return type;
                }
            }

            return AuditRecordType.None;
        }

        var number = text.StartsWith("UNKNOWN["u8) && text.EndsWith("]"u8) ? text[8..^1] : text.StartsWith("AUDIT"u8) ? text[5..] : text;
        return Utf8Parser.TryParse(number, out int value, out var used) && used == number.Length ? Of(value) : AuditRecordType.None;
    }

    /// <summary>The type with a number.</summary>
    public static AuditRecordType Of(int number) =>
        number is >= (int)AuditRecordType.Data and <= (int)AuditRecordType.UserSpace ? (AuditRecordType)number : AuditRecordType.None;

    /// <summary>The name without <c>INTEGRITY_</c>.</summary>
    public static string NameOf(AuditRecordType type) => Array.Find(Names, row => row.Type == type).Name;
}
