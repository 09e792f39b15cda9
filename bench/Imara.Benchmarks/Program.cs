using BenchmarkDotNet.Running;
using Imara.Benchmarks.Policies;

if (args is ["policy"])
{
    DecisionTimes.Print();
}
else
{
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
}
