using BenchmarkDotNet.Attributes;
using Imara.Policy.Checking;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;

namespace Imara.Benchmarks.Policies;

/// <summary>Parsing and validating the tcb policy, 20 rules.</summary>
[MemoryDiagnoser]
public class ParseBenchmark
{
    private static readonly RuleContext Context = new(KnownKernels.Find("6.12-debian")!, LsmContext.None);

    [Benchmark]
    public bool CheckTcb() => PolicyChecker.Check([new PolicySource("tcb", BenchmarkPolicies.TcbText)], Context, LoadMethod.Lines).IsAccepted;

    [Benchmark]
    public bool ParseOneRule() => RuleParser.Parse("measure func=FILE_CHECK mask=^MAY_READ euid=0"u8, Context).IsAccepted;
}
