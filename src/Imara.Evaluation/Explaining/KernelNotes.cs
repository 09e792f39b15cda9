using Imara.Policy.Kernels;
using Imara.Policy.Rules;

namespace Imara.Evaluation.Explaining;

/// <summary>What a rule means on one kernel and not on every other.</summary>
/// <remarks>docs/reference/policy.md 3.6, 4.1, 4.3 and 5.2.</remarks>
public static class KernelNotes
{
    /// <summary>Sentences without final period, in no case more than a few.</summary>
    public static IEnumerable<string> Of(PolicyRule rule, KernelProfile kernel)
    {
        switch (rule.Func)
        {
            case PolicyFunc.MmapCheck:
                yield return kernel.Has(KernelFeature.MmapReqprot)
                    ? "MMAP_CHECK asks with the protection that is finally applied; MMAP_CHECK_REQPROT with the one asked for"
                    : "MMAP_CHECK is the only question about a mapping; it asks with the protection asked for, in later stable releases with the one finally applied";
                break;
            case PolicyFunc.CredsCheck:
                yield return kernel.Has(KernelFeature.CredsCheckAfterSetuid)
                    ? "CREDS_CHECK is asked once, for the final program, after set-user-id bits are applied"
                    : "CREDS_CHECK is asked for scripts and their interpreters, before set-user-id bits are applied";
                break;
            case PolicyFunc.PolicyCheck when rule.Class == ActionClass.Measure:
                yield return kernel.Has(KernelFeature.PolicyMeasured)
                    ? "policies given by path and lines written directly are seen; for the lines only func and uid count"
                    : "only policies given by path are seen, not lines written directly";
                break;
        }

        if (rule.Class == ActionClass.Appraise && (rule.Options & RuleOptions.Digsig) != 0)
        {
            yield return (rule.Options & RuleOptions.CheckBlacklist) != 0
                ? "a file whose digest is on the keyring .blacklist is refused"
                : "the keyring .blacklist is not asked";
        }

        if (rule.Action == PolicyAction.Measure && (rule.Options & RuleOptions.Verity) != 0)
        {
            yield return "a file without fs-verity leaves no entry";
        }

        if (rule.Action == PolicyAction.Appraise && rule.Func == PolicyFunc.None)
        {
            yield return "whatever the event, its verdict is kept as that of FILE_CHECK";
        }
    }
}
