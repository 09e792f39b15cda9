using System.Buffers;
using Imara.Policy.Kernels;
using Imara.Policy.Rules;

namespace Imara.Policy.Formatting;

/// <summary>Writes rules as reading <c>ima/policy</c> back prints them.</summary>
/// <remarks>docs/reference/policy.md 6: every item is followed by one blank, also the last.</remarks>
public static class CanonicalRule
{
    /// <summary>The line of a rule without its line feed; null if the kernel hides the rule because a label is not defined.</summary>
    public static ByteString? Write(PolicyRule rule, KernelProfile kernel)
    {
        if (kernel.Has(KernelFeature.UndefinedLsmHidden) && rule.Lsm.Any(condition => !condition.IsDefined))
        {
            return null;
        }

        var line = new ArrayBufferWriter<byte>(128);
        new RuleText(line, isReadBack: true).Write(rule, kernel, []);
        return new ByteString(line.WrittenSpan);
    }
}
