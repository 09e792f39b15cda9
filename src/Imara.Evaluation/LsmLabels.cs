using Imara.Policy.Kernels;
using Imara.Policy.Rules;

namespace Imara.Evaluation;

/// <summary>Compares the text of LSM conditions with labels.</summary>
/// <remarks>docs/reference/policy.md 7.</remarks>
internal static class LsmLabels
{
    /// <summary>True if <paramref name="label"/> fits the condition under the given security module.</summary>
    public static bool Matches(LsmKind lsm, LsmCondition condition, ReadOnlySpan<byte> label)
    {
        if (!condition.IsDefined || label.IsEmpty)
        {
            return false;
        }

        return lsm switch
        {
            LsmKind.SELinux => SELinuxPart(label, (int)condition.Key % 3).SequenceEqual(condition.Label.Span),
            LsmKind.AppArmor => AppArmorContains(label, condition.Label.Span),
            _ => label.SequenceEqual(condition.Label.Span),
        };
    }

    // user:role:type:level; the level may hold further colons.
    private static ReadOnlySpan<byte> SELinuxPart(ReadOnlySpan<byte> context, int part)
    {
        for (; part > 0; part--)
        {
            var colon = context.IndexOf((byte)':');
            if (colon < 0)
            {
                return default;
            }

            context = context[(colon + 1)..];
        }

        var end = context.IndexOf((byte)':');
        return end < 0 ? context : context[..end];
    }

    // Every profile of the rule's label is one of the subject's; a mode in parentheses is not part of the label.
    private static bool AppArmorContains(ReadOnlySpan<byte> subject, ReadOnlySpan<byte> rule)
    {
        var mode = subject.IndexOf(" ("u8);
        subject = mode < 0 ? subject : subject[..mode];
        rule = rule.StartsWith("&"u8) ? rule[1..] : rule;
        while (true)
        {
            var end = rule.IndexOf("//&"u8);
            if (!HasProfile(subject, end < 0 ? rule : rule[..end]))
            {
                return false;
            }

            if (end < 0)
            {
                return true;
            }

            rule = rule[(end + 3)..];
        }
    }

    private static bool HasProfile(ReadOnlySpan<byte> label, ReadOnlySpan<byte> profile)
    {
        while (true)
        {
            var end = label.IndexOf("//&"u8);
            if ((end < 0 ? label : label[..end]).SequenceEqual(profile))
            {
                return true;
            }

            if (end < 0)
            {
                return false;
            }

            label = label[(end + 3)..];
        }
    }
}
