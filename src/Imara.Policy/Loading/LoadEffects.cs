using System.Collections.Immutable;
using Imara.Policy.CommandLine;
using Imara.Policy.Rules;

namespace Imara.Policy.Loading;

/// <summary>What rules change for the whole machine when they become active.</summary>
/// <remarks>docs/reference/policy.md 1.7, 3.9 and 3.10.</remarks>
/// <param name="Appraise">Bits added to the <c>ima_appraise</c> word; they are never cleared before the next boot.</param>
/// <param name="SetxattrAlgos">The algorithms of the first SETXATTR_CHECK rule; null: there is none.</param>
public readonly record struct LoadEffects(AppraiseBits Appraise, HashAlgoSet? SetxattrAlgos)
{
    /// <summary>The effects of a list of rules.</summary>
    public static LoadEffects Of(ImmutableArray<PolicyRule> rules)
    {
        var bits = AppraiseBits.None;
        var algos = default(HashAlgoSet?);
        foreach (var rule in rules)
        {
            if (rule.Action != PolicyAction.Appraise)
            {
                continue;
            }

            algos ??= rule.Func == PolicyFunc.SetxattrCheck ? rule.AppraiseAlgos : null;
            bits |= rule.Func switch
            {
                PolicyFunc.ModuleCheck => AppraiseBits.Modules,
                PolicyFunc.FirmwareCheck => AppraiseBits.Firmware,
                PolicyFunc.PolicyCheck => AppraiseBits.Policy,
                PolicyFunc.KexecKernelCheck => AppraiseBits.Kexec,
                _ => AppraiseBits.None,
            };
        }

        return new LoadEffects(bits, algos);
    }
}
