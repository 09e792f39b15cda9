using System.Text;
using Imara.Evaluation;
using Imara.Policy.BuiltIn;
using Imara.Policy.Kernels;

namespace Imara.Benchmarks.Policies;

/// <summary>The policies that the benchmarks decide with.</summary>
public static class BenchmarkPolicies
{
    private static readonly KernelProfile Kernel = KnownKernels.Find("6.12-debian")!;

    /// <summary>The built-in policy tcb of 6.12.</summary>
    public static CompiledPolicy Tcb { get; } = new(BuiltInPolicies.Rules(BuiltInPolicies.Lines(BuiltInPolicy.Tcb, Kernel), Kernel), LsmKind.None, isAppraising: true);

    /// <summary>10,000 generated rules.</summary>
    public static CompiledPolicy TenThousand { get; } = new(RuleGenerator.Make(10_000), LsmKind.None, isAppraising: true);

    /// <summary>The text of tcb.</summary>
    public static byte[] TcbText { get; } = Encoding.ASCII.GetBytes(string.Concat(BuiltInPolicies.Lines(BuiltInPolicy.Tcb, Kernel).Select(line => line + "\n")));
}
