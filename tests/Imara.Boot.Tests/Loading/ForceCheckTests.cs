using System.Text;
using Imara.Boot.InForce;
using Imara.Boot.Loading;
using Imara.Boot.Machine;
using Imara.Policy.Checking;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;

namespace Imara.Boot.Tests.Loading;

public class ForceCheckTests
{
    private const string Path = "/etc/ima/ima-policy";
    private const string Policy = "measure func=BPRM_CHECK\n";

    private readonly Told told = new();

    [Theory]
    [InlineData(Policy, LoadState.Loaded, InForceAnswer.This)]
    [InlineData("measure func=MMAP_CHECK\n", LoadState.Refused, InForceAnswer.Other)]
    public void What_was_recorded_decides_and_is_said(string record, LoadState expected, InForceAnswer answer)
    {
        var facts = new InForceFacts { Record = Encoding.UTF8.GetBytes(record) };
        Assert.Equal((expected, answer), Ask(facts, Policy));
        Assert.Equal(expected == LoadState.Loaded ? (1, 0) : (0, 1), (told.Notes.Count, told.Failures.Count));
    }

    [Fact]
    public void Without_a_witness_nobody_can_tell()
    {
        Assert.Equal((LoadState.Uncertain, InForceAnswer.Uncertain), Ask(new InForceFacts(), Policy));
        Assert.Contains("the kernel does not tell which", Assert.Single(told.Failures), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, LoadState.Refused)]
    [InlineData(false, LoadState.Uncertain)]
    public void What_a_known_kernel_would_refuse_cannot_be_in_force(bool isKnown, LoadState expected)
    {
        Assert.Equal(expected, Ask(new InForceFacts(), "measure func=FUTURE_CHECK\n", isKnown).State);
        Assert.Equal(isKnown ? 1 : 0, told.Refusals.Count);
        Assert.Equal(isKnown, Assert.Single(told.Failures).Contains("it cannot be this one", StringComparison.Ordinal));
    }

    private (LoadState State, InForceAnswer? Answer) Ask(InForceFacts facts, string policy, bool isKnown = true)
    {
        var about = new LoadingKernel(new RuleContext(KnownKernels.Find("6.12-debian")!, LsmContext.None), isKnown, WantsSignature: false);
        var check = PolicyChecker.Check([new PolicySource(Path, Encoding.UTF8.GetBytes(policy))], about.Rules, LoadMethod.Lines);
        var state = new ForceCheck(facts, told).Of(check, about, null, out var verdict);
        return (state, verdict?.Answer);
    }
}
