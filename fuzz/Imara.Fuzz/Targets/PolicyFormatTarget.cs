using Imara.Policy.Checking;
using Imara.Policy.Formatting;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;

namespace Imara.Fuzz.Targets;

/// <summary>Any text can be laid out: laid out again it stays, and the kernel takes the same rules from it as before.</summary>
internal static class PolicyFormatTarget
{
    private static readonly RuleContext[] Contexts =
    [
        new(KnownKernels.Find("6.12-lab")!, LsmContext.None),
        new(KnownKernels.Find("6.1-debian")!, LsmContext.None, IsCustomActive: true),
        new(KnownKernels.OfVersion(KernelFeatures.Newest), new LsmContext(LsmKind.SELinux)),
    ];

    public static void Run(byte[] input)
    {
        foreach (var context in Contexts)
        {
            var formatted = PolicyFormatter.Format(input, context);
            Property.Holds(PolicyFormatter.Format(formatted.Text, context).IsTidy, "a tidy text is tidy");
            Property.Holds(
                PolicyChecker.Check([new PolicySource("before", input)], context, LoadMethod.Lines).Rules
                    .SequenceEqual(PolicyChecker.Check([new PolicySource("after", formatted.Text)], context, LoadMethod.Lines).Rules),
                "the rules are the same");
            Property.Holds(formatted.Refused.All(line => line.Diagnostic.Span.Start >= 0 && line.Diagnostic.Span.End <= input.Length), "a refused line lies in the text");
        }
    }
}
