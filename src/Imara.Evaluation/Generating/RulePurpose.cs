using Imara.Policy.Rules;

namespace Imara.Evaluation.Generating;

/// <summary>What a generated rule is for, in the words of its comment.</summary>
internal static class RulePurpose
{
    /// <summary>Verb and object.</summary>
    public static string Of(PolicyRule rule)
    {
        var verb = rule.Action switch
        {
            PolicyAction.Measure => "measures",
            PolicyAction.Appraise => "appraises",
            PolicyAction.DontMeasure => "does not measure",
            _ => "does not appraise",
        };
        return verb + " " + rule.Func switch
        {
            PolicyFunc.BprmCheck => "executed programs",
            PolicyFunc.MmapCheck => "files mapped executable",
            PolicyFunc.FileCheck => "files opened for reading",
            PolicyFunc.ModuleCheck => "kernel modules",
            PolicyFunc.FirmwareCheck => "firmware",
            PolicyFunc.PolicyCheck => "policies",
            PolicyFunc.KexecKernelCheck => "kernels for kexec",
            PolicyFunc.KexecInitramfsCheck => "initramfs images for kexec",
            _ => "a file system whose content the kernel makes",
        };
    }

    /// <summary>What else the rule does; null if nothing.</summary>
    /// <remarks>docs/reference/policy.md 3.10 and 4.1, mprotect.</remarks>
    public static string? CautionOf(PolicyRule rule) => rule is { Action: PolicyAction.Appraise, Func: PolicyFunc.MmapCheck }
        ? "it refuses to make a file mapping executable later (mprotect), correct label or not, in log mode too: compilers at run time may need that"
        : rule is { Action: PolicyAction.Appraise, Func: PolicyFunc.PolicyCheck }
            ? "from then on the kernel takes signed policies only, until it boots anew"
            : null;
}
