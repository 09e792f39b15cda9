using Imara.Policy.Checking;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;

namespace Imara.Fuzz.Targets;

/// <summary>Any text is a policy that can be judged on any kernel, however it is fed, and every finding underlines bytes of that text.</summary>
internal static class PolicyTarget
{
    private static readonly RuleContext[] Contexts =
    [
        new(KnownKernels.Find("6.12-lab")!, LsmContext.None),
        new(KnownKernels.Find("6.1-debian")!, LsmContext.None, IsCustomActive: true),
        new(KnownKernels.OfVersion(KernelFeatures.Newest), LsmContext.None),
    ];

    private static readonly LoadMethod[] Methods = Enum.GetValues<LoadMethod>();

    public static void Run(byte[] input)
    {
        // Every way of feeding gets its share of the inputs.
        var method = Methods[input.Length % Methods.Length];
        foreach (var context in Contexts)
        {
            var check = PolicyChecker.Check([new PolicySource("input", input)], context, method);
            foreach (var finding in check.Diagnostics)
            {
                var span = finding.Diagnostic.Span;
                Property.Holds(span.Start >= 0 && span.Length >= 0 && span.End <= input.Length, "a span lies in the text");
                Property.Holds(finding.Diagnostic.Message.Length > 0, "a finding has a message");
            }
        }
    }
}
