using Imara.Policy.BuiltIn;
using Imara.Policy.Kernels;

namespace Imara.Policy.Tests.BuiltIn;

/// <summary>docs/reference/policy.md 9.</summary>
public class BuiltInPoliciesTests
{
    [Fact]
    public void Every_built_in_rule_is_accepted_by_every_kernel()
    {
        foreach (var kernel in KnownKernels.Recorded.Append(KnownKernels.OfVersion(KernelFeatures.Oldest)))
        {
            foreach (var (_, policy) in BuiltInPolicies.Names)
            {
                var lines = BuiltInPolicies.Lines(policy, kernel);
                Assert.Equal(lines.Length, BuiltInPolicies.Rules(lines, kernel).Length);
            }
        }
    }

    [Theory]
    [InlineData("6.12-debian", "dont_measure fsmagic=0x1021994", 20)]
    [InlineData("6.16-debian", "dont_measure func=FILE_CHECK fsmagic=0x1021994", 20)]
    [InlineData("7.3-debian", "dont_measure fsmagic=0x62656570", 21)]
    public void Tcb_changes_with_the_kernel(string kernel, string line, int count)
    {
        var lines = BuiltInPolicies.Lines(BuiltInPolicy.Tcb, KnownKernels.Find(kernel)!);
        Assert.Contains(line, lines);
        Assert.Equal(count, lines.Length);
    }

    [Fact]
    public void Appraise_tcb_asks_for_signed_policies_only_where_they_can_be_written()
    {
        const string Line = "appraise func=POLICY_CHECK appraise_type=imasig";
        Assert.Contains(Line, BuiltInPolicies.Lines(BuiltInPolicy.AppraiseTcb, KnownKernels.Find("6.12-lab")!));
        Assert.DoesNotContain(Line, BuiltInPolicies.Lines(BuiltInPolicy.AppraiseTcb, KnownKernels.Find("6.12-debian")!));
    }
}
