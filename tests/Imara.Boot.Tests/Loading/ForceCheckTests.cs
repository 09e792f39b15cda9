using System.Text;
using Imara.Boot.Loading;
using Imara.Boot.Machine;
using Imara.Policy.Checking;
using Imara.Policy.Kernels;
using Imara.Policy.Loading;
using Imara.Policy.Parsing;

namespace Imara.Boot.Tests.Loading;

public class ForceCheckTests
{
    private const string Path = "/etc/ima/ima-policy";
    private const string Policy = "measure func=BPRM_CHECK\n";

    private readonly Told told = new();

    [Theory]
    [InlineData(Policy, LoadState.Loaded)]
    [InlineData("# the same rule\nmeasure  func=BPRM_CHECK", LoadState.Loaded)]
    [InlineData("measure func=MMAP_CHECK\n", LoadState.Refused)]
    public void What_is_read_back_is_compared(string policy, LoadState expected) => Assert.Equal(expected, Ask("6.12-lab", Loaded("6.12-lab"), policy, record: null));

    [Theory]
    [InlineData(Policy, LoadState.Loaded)]
    [InlineData("measure func=BPRM_CHECK # a comment\n", LoadState.Refused)]
    [InlineData("measure func=MMAP_CHECK\n", LoadState.Refused)]
    public void What_was_recorded_is_compared(string policy, LoadState expected) => Assert.Equal(expected, Ask("6.12-debian", Loaded("6.12-debian"), policy, record: Policy));

    [Fact]
    public void Without_a_witness_nobody_can_tell()
    {
        Assert.Equal(LoadState.Uncertain, Ask("6.12-debian", Loaded("6.12-debian"), Policy, record: null));
        Assert.Single(told.Failures);
    }

    [Theory]
    [InlineData(LoadState.Loaded, "systemd[1]: Successfully loaded the IMA custom policy /etc/ima/ima-policy.", false, true)]
    [InlineData(LoadState.Uncertain, "systemd[1]: Successfully loaded the IMA custom policy /etc/ima/ima-policy.", false, false)]
    [InlineData(LoadState.Uncertain, "systemd[1]: Successfully loaded the IMA custom policy /etc/ima/other.", false, true)]
    [InlineData(LoadState.Uncertain, "somebody: Successfully loaded the IMA custom policy /etc/ima/ima-policy.", false, true)]
    public void The_word_of_PID_1_counts_where_the_kernel_confirms_it(LoadState expected, string said, bool isKernel, bool isConfirmed)
    {
        var log = new List<KernelMessage> { new(isKernel, said) };
        if (isConfirmed)
        {
            log.Add(new KernelMessage(IsKernel: true, "ima: policy update completed"));
        }

        Assert.Equal(expected == LoadState.Loaded, SwitchProof.IsBySystemd(Path, log));
        Assert.False(SwitchProof.IsBySystemd(Path, [log[0], new KernelMessage(IsKernel: false, "ima: policy update completed")]));
    }

    [Fact]
    public void A_read_back_may_begin_with_what_the_architecture_demands_and_with_nothing_else()
    {
        var ours = "measure func=BPRM_CHECK \n"u8;
        Assert.True(PolicyText.IsInForce("appraise func=MODULE_CHECK appraise_type=imasig \nmeasure func=BPRM_CHECK \n"u8, ours));
        Assert.False(PolicyText.IsInForce("measure func=MMAP_CHECK \nmeasure func=BPRM_CHECK \n"u8, ours));
        Assert.False(PolicyText.IsInForce("measure func=BPRM_CHECK \nmeasure func=MMAP_CHECK \n"u8, ours));
        Assert.False(PolicyText.IsInForce("dont_measure func=BPRM_CHECK \n"u8, ours));
    }

    private static KernelDouble Loaded(string profile)
    {
        var kernel = new KernelDouble(profile) { Files = _ => new PolicyFile(Errno.None, Encoding.UTF8.GetBytes(Policy)) };
        _ = LoadAttempt.ByPath(kernel, kernel, Path, _ => { });
        Assert.True(kernel.IsCustomActive);
        return kernel;
    }

    private LoadState Ask(string profile, KernelDouble kernel, string policy, string? record)
    {
        var about = new LoadingKernel(new RuleContext(KnownKernels.Find(profile)!, LsmContext.None), IsKnown: true, WantsSignature: false);
        var check = PolicyChecker.Check([new PolicySource(Path, Encoding.UTF8.GetBytes(policy))], about.Rules, LoadMethod.Lines);
        return new ForceCheck(kernel, kernel, record is null ? null : Encoding.UTF8.GetBytes(record), told).Of(check, about);
    }
}
