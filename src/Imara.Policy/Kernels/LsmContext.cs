using System.Collections.Frozen;
using Imara.Policy.Rules;

namespace Imara.Policy.Kernels;

/// <summary>The active security module and the labels it knows when a policy is loaded.</summary>
/// <remarks>docs/reference/policy.md 7.</remarks>
/// <param name="Kind">The module.</param>
/// <param name="Labels">The labels defined now; null: unknown, every label of a condition the module understands counts as defined.</param>
public sealed record LsmContext(LsmKind Kind, FrozenSet<(LsmKey Key, ByteString Label)>? Labels = null)
{
    // Smack keeps labels in a 256 byte buffer with a final NUL.
    private const int SmackLabelMax = 255;

    /// <summary>No security module with labels.</summary>
    public static LsmContext None { get; } = new(LsmKind.None);

    /// <summary>True if the module takes <paramref name="label"/> for this condition.</summary>
    public bool IsDefined(LsmKey key, ByteString label) => Kind switch
    {
        LsmKind.SELinux => Labels is null || Labels.Contains((key, label)),
        LsmKind.Smack => key is LsmKey.ObjUser or LsmKey.SubjUser && IsSmackLabel(label.Span),
        LsmKind.AppArmor => key is LsmKey.SubjRole && (Labels is null || IsUnconfined(label.Span) || Labels.Contains((key, label))),
        _ => false,
    };

    private static bool IsSmackLabel(ReadOnlySpan<byte> label) =>
        label.Length is > 0 and <= SmackLabelMax && label[0] != '-' && IsSmackByte(label[0]);

    private static bool IsSmackByte(byte value) => value is > 0x20 and < 0x7f and not (byte)'/' and not (byte)'"' and not (byte)'\\' and not (byte)'\'';

    // `unconfined`, also stacked with itself, is known to AppArmor without any profile.
    private static bool IsUnconfined(ReadOnlySpan<byte> label)
    {
        var parts = label.StartsWith("&"u8) ? label[1..] : label;
        while (true)
        {
            var end = parts.IndexOf("//&"u8);
            if (!(end < 0 ? parts : parts[..end]).SequenceEqual("unconfined"u8))
            {
                return false;
            }

            if (end < 0)
            {
                return true;
            }

            parts = parts[(end + 3)..];
        }
    }
}
