using Imara.Policy.Rules;

namespace Imara.Policy.Linting;

/// <summary>Compares rules by what the kernel does with them.</summary>
internal static class RuleComparer
{
    /// <summary>True if all conditions and effects are equal, apart from those the kernel does not look at.</summary>
    public static bool AreSame(PolicyRule left, PolicyRule right) =>
        left.Lsm.SequenceEqual(right.Lsm) && left.Keyrings.SequenceEqual(right.Keyrings) && left.Labels.SequenceEqual(right.Labels) && Bare(left) == Bare(right);

    /// <summary>The rule without what the kernel accepts and never uses (docs/reference/policy.md 3.2, 4.2 and 4.3).</summary>
    public static PolicyRule Used(PolicyRule rule) => rule with
    {
        Gid = RuleReach.IsGidIgnored(rule) ? null : rule.Gid,
        Pcr = rule is { Pcr: 0, Func: PolicyFunc.KeyCheck or PolicyFunc.CriticalData or PolicyFunc.KexecCmdline } ? null : rule.Pcr,
        Lsm = rule.Func == PolicyFunc.SetxattrCheck ? [] : rule.Lsm,
    };

    // Arrays compare by identity; they are compared apart.
    private static PolicyRule Bare(PolicyRule rule) => rule with { Lsm = [], Keyrings = [], Labels = [] };
}
