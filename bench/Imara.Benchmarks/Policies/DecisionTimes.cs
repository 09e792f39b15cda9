using System.Diagnostics;
using Imara.Evaluation;

namespace Imara.Benchmarks.Policies;

/// <summary>The two figures of <c>bench/policy</c>: mean time of a decision over the event mix, p10 of many rounds because the machine is shared, and the bytes allocated.</summary>
public static class DecisionTimes
{
    private const int Rounds = 200;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    /// <summary>Prints <c>tcb NS</c> and <c>10000 NS</c> on stdout, allocations on stderr.</summary>
    public static void Print()
    {
        Print("tcb", BenchmarkPolicies.Tcb, EventMix.Make(DecisionBenchmark.Count, ids: 1000));
        Print("10000", BenchmarkPolicies.TenThousand, EventMix.Make(DecisionBenchmark.Count, ids: 10_000));
    }

    private static void Print(string name, CompiledPolicy policy, PolicyEvent[] events)
    {
        // Warm up until the optimising compiler, which works beside us, has been through everything.
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < WarmUp;)
        {
            DecisionBenchmark.Decide(policy, events);
            Thread.Sleep(1);
        }

        var times = new double[Rounds];
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Rounds; i++)
        {
            var start = Stopwatch.GetTimestamp();
            DecisionBenchmark.Decide(policy, events);
            times[i] = Stopwatch.GetElapsedTime(start).TotalNanoseconds / events.Length;
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Array.Sort(times);
        Console.WriteLine($"{name} {times[Rounds / 10]:F1}");
        Console.Error.WriteLine($"{name}: {allocated} bytes allocated in {Rounds * events.Length} decisions; p10 of {Rounds} rounds, median {times[Rounds / 2]:F1}");
    }
}
