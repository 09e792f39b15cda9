using System.Buffers;
using Imara.Policy.Kernels;
using Imara.Policy.Rules;

namespace Imara.Policy.Formatting;

/// <summary>Writes rules as the kernel takes them: the order of the read-back where order has no meaning, and nothing of the rule lost.</summary>
/// <remarks>docs/reference/policy.md 3.7 and 6. Parsed on the same kernel the line gives the same rule again.</remarks>
public static class LoadableRule
{
    /// <summary>The line of a rule, without a blank or line feed behind it.</summary>
    public static ByteString Write(PolicyRule rule, KernelProfile kernel) => Write(rule, kernel, []);

    /// <summary>The same with `appraise_flag=` items that this kernel accepts and forgets, but others may not.</summary>
    internal static ByteString Write(PolicyRule rule, KernelProfile kernel, IReadOnlyList<ByteString> flags)
    {
        var line = new ArrayBufferWriter<byte>(128);
        new RuleText(line, isReadBack: false).Write(rule, kernel, flags);
        return new ByteString(line.WrittenSpan[..^1]);
    }
}
