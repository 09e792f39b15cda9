using BenchmarkDotNet.Attributes;
using Imara.Evaluation;

namespace Imara.Benchmarks.Policies;

/// <summary>One decision on a prepared event. Expected: no allocation, and no more than three times the time of tcb at 10,000 rules.</summary>
[MemoryDiagnoser]
public class DecisionBenchmark
{
    /// <summary>Events a round.</summary>
    public const int Count = 4096;

    private readonly PolicyEvent[] few = EventMix.Make(Count, ids: 1000);
    private readonly PolicyEvent[] many = EventMix.Make(Count, ids: 10_000);

    [Benchmark(OperationsPerInvoke = Count)]
    public int Tcb() => Decide(BenchmarkPolicies.Tcb, few);

    [Benchmark(OperationsPerInvoke = Count)]
    public int TenThousandRules() => Decide(BenchmarkPolicies.TenThousand, many);

    internal static int Decide(CompiledPolicy policy, PolicyEvent[] events)
    {
        var sum = 0;
        foreach (ref readonly var e in events.AsSpan())
        {
            sum += (int)policy.Decide(e).Actions;
        }

        return sum;
    }
}
