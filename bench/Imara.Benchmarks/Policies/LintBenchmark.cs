using BenchmarkDotNet.Attributes;
using Imara.Policy.Checking;
using Imara.Policy.Kernels;
using Imara.Policy.Linting;
using Imara.Policy.Parsing;

namespace Imara.Benchmarks.Policies;

/// <summary>Checking and linting 10,000 rules: varied ones, and ones whose ranges hide no other but might.</summary>
[MemoryDiagnoser]
public class LintBenchmark
{
    private static readonly RuleContext Context = new(KnownKernels.OfVersion(new KernelVersion(6, 12)), new LsmContext(LsmKind.SELinux));

    private readonly PolicyCheck varied = Check(PolicyTexts.Varied(10_000));
    private readonly PolicyCheck ranges = Check(PolicyTexts.Ranges(10_000));
    private readonly byte[] text = PolicyTexts.Varied(10_000);

    [Benchmark]
    public bool CheckVaried() => Check(text).IsAccepted;

    [Benchmark]
    public int LintVaried() => PolicyLinter.Lint(varied, Context, LintLevels.Usual).Diagnostics.Length;

    [Benchmark]
    public int LintRanges() => PolicyLinter.Lint(ranges, Context, LintLevels.Usual).Diagnostics.Length;

    private static PolicyCheck Check(byte[] text) => PolicyChecker.Check([new PolicySource("policy", text)], Context, LoadMethod.Lines);
}
