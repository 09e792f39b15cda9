using BenchmarkDotNet.Attributes;
using Imara.Evaluation;
using Imara.Evaluation.Differences;
using Imara.Policy.Kernels;
using Imara.Policy.Rules;

namespace Imara.Benchmarks.Policies;

/// <summary>Comparing policies that are nearly the same, which is what people do.</summary>
[MemoryDiagnoser]
public class ComparisonBenchmark
{
    private static readonly KernelProfile Kernel = KnownKernels.Find("6.12-debian")!;
    private static readonly CompiledPolicy TcbBackwards = new([.. BenchmarkPolicies.Tcb.Rules.Reverse()], LsmKind.None, isAppraising: true);

    private static readonly CompiledPolicy OneMore = new(
        BenchmarkPolicies.TenThousand.Rules.Insert(5000, new PolicyRule { Action = PolicyAction.Measure, Func = PolicyFunc.FileCheck, Fowner = new IdCondition(IdOperator.Equal, 70_000) }),
        LsmKind.None,
        isAppraising: true);

    [Benchmark]
    public int TcbBackwardsFromTcb() => PolicyComparer.Compare(BenchmarkPolicies.Tcb, TcbBackwards, Kernel, LsmKind.None).Differences.Length;

    [Benchmark]
    public int OneRuleInTenThousand() => PolicyComparer.Compare(BenchmarkPolicies.TenThousand, OneMore, Kernel, LsmKind.None).Differences.Length;
}
