using System.Text;
using BenchmarkDotNet.Attributes;
using Imara.Policy.Formatting;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;

namespace Imara.Benchmarks.Policies;

/// <summary>Laying out a policy: time and memory grow with the text, as those of parsing it.</summary>
[MemoryDiagnoser]
public class FormatBenchmark
{
    private static readonly RuleContext Context = new(KnownKernels.Find("6.12-debian")!, LsmContext.None);

    private static readonly byte[] Many = Encoding.ASCII.GetBytes(
        string.Concat(RuleGenerator.Make(10_000).Select(rule => "  " + LoadableRule.Write(rule, Context.Kernel) + "\t\n")));

    [Benchmark]
    public int Tcb() => PolicyFormatter.Format(BenchmarkPolicies.TcbText, Context).Text.Length;

    [Benchmark]
    public int TenThousandRules() => PolicyFormatter.Format(Many, Context).Text.Length;
}
