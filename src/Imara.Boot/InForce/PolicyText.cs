using Imara.Policy.Checking;

namespace Imara.Boot.InForce;

/// <summary>Compares a policy with what the kernel prints.</summary>
/// <remarks>docs/reference/policy.md 6 and 1.7.</remarks>
internal static class PolicyText
{
    // What the architecture and the build put before every custom policy is about these.
    private static readonly byte[][] KeptFuncs =
    [
        "func=MODULE_CHECK "u8.ToArray(), "func=FIRMWARE_CHECK "u8.ToArray(), "func=KEXEC_KERNEL_CHECK "u8.ToArray(), "func=KEXEC_INITRAMFS_CHECK "u8.ToArray(),
        "func=POLICY_CHECK "u8.ToArray(),
    ];

    /// <summary>The lines that the kernel prints for the rules of a check.</summary>
    public static byte[] Of(PolicyCheck check)
    {
        var text = new List<byte>();
        foreach (var line in check.Lines)
        {
            if (line.Canonical is { } canonical)
            {
                text.AddRange(canonical.Span);
                text.Add((byte)'\n');
            }
        }

        return [.. text];
    }

    /// <summary>True if a policy read back is this one, behind nothing but what the architecture and the build demand at every boot.</summary>
    public static bool IsInForce(ReadOnlySpan<byte> readBack, ReadOnlySpan<byte> canonical)
    {
        if (!EndsWith(readBack, canonical))
        {
            return false;
        }

        var head = readBack[..^canonical.Length];
        foreach (var range in head.Split((byte)'\n'))
        {
            if (!head[range].IsEmpty && !IsKept(head[range]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>True if a policy read back ends in whole lines with this one.</summary>
    public static bool EndsWith(ReadOnlySpan<byte> readBack, ReadOnlySpan<byte> canonical) =>
        readBack.EndsWith(canonical) && (readBack.Length == canonical.Length || readBack[^(canonical.Length + 1)] == '\n');

    private static bool IsKept(ReadOnlySpan<byte> line)
    {
        foreach (var func in KeptFuncs)
        {
            if (line.IndexOf(func) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
