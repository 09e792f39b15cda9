using System.Collections.Immutable;
using System.Text;
using Imara.Boot.Witnesses;
using Imara.Policy.Checking;
using Imara.Policy.CommandLine;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;

namespace Imara.Boot.Tests.Witnesses;

public class WitnessNeedTests
{
    private const string Signatures = "appraise func=BPRM_CHECK appraise_type=imasig\n";
    private const string Digests = "appraise func=BPRM_CHECK\n";
    private const string Measuring = "measure func=BPRM_CHECK\n";

    [Theory]
    [InlineData(Signatures, AppraiseBits.Enforce, false, false, true)]
    [InlineData(Signatures, AppraiseBits.Enforce, false, true, true)]
    [InlineData(Signatures, AppraiseBits.Log, false, true, true)]
    [InlineData(Signatures, AppraiseBits.Fix, false, true, true)]
    [InlineData(Signatures, AppraiseBits.None, false, true, false)]
    [InlineData(Signatures, AppraiseBits.Enforce, true, true, false)]
    [InlineData(Digests, AppraiseBits.Enforce, false, false, false)]
    [InlineData(Digests, AppraiseBits.Enforce, false, true, true)]
    [InlineData(Measuring, AppraiseBits.Enforce, false, true, false)]
    [InlineData(Measuring + Signatures, AppraiseBits.Enforce, false, false, true)]
    [InlineData(Signatures + Digests, AppraiseBits.Enforce, false, false, true)]
    [InlineData("dont_appraise func=BPRM_CHECK\n", AppraiseBits.Enforce, false, true, false)]
    public void A_signature_has_to_be_seen_where_one_may_be_asked_for_and_no_trusted_keyring_is_there(
        string policy, AppraiseBits mode, bool hasTrusted, bool hasKeys, bool expected) =>
        Assert.Equal(expected, WitnessNeed.Of(Rules(policy), KnownKernels.Find("6.12-debian")!, mode, hasTrusted, hasKeys));

    [Fact]
    public void A_kernel_that_appraises_nothing_needs_no_witness()
    {
        var kernel = KnownKernels.Find("6.12-debian")!;
        Assert.True(WitnessNeed.Of(Rules(Signatures), kernel, AppraiseBits.Enforce, false, true));
        Assert.False(WitnessNeed.Of(Rules(Signatures), kernel with { Options = kernel.Options & ~KernelOption.Appraise }, AppraiseBits.Enforce, false, true));
    }

    private static ImmutableArray<PolicyRule> Rules(string policy)
    {
        var check = PolicyChecker.Check(
            [new PolicySource("p", Encoding.UTF8.GetBytes(policy))], new RuleContext(KnownKernels.Find("6.12-debian")!, LsmContext.None), LoadMethod.Lines);
        Assert.True(check.IsAccepted);
        return check.Rules;
    }
}
