using System.Text;
using Imara.Boot.InForce;
using Imara.Boot.Machine;
using Imara.Policy.Checking;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;

namespace Imara.Boot.Tests.InForce;

public class InForceJudgeTests
{
    private const string Path = "/etc/ima/ima-policy";
    private const string Policy = "measure func=BPRM_CHECK\n";
    private const string Canonical = "measure func=BPRM_CHECK \n";
    private const string Announced = "systemd[1]: Successfully loaded the IMA custom policy /etc/ima/ima-policy.";

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Closed = Start + TimeSpan.FromSeconds(10);

    private static readonly InForceFacts ByPid1 = new()
    {
        File = PolicyFileState.Gone,
        Closed = Closed,
        Started = Start,
        Log = [new(false, Announced, TimeSpan.FromSeconds(9.9)), new(true, "ima: policy update completed", TimeSpan.FromSeconds(10))],
    };

    [Theory]
    [InlineData(Policy, InForceAnswer.This)]
    [InlineData("# the same rule\nmeasure  func=BPRM_CHECK", InForceAnswer.This)]
    [InlineData("measure func=MMAP_CHECK\n", InForceAnswer.Other)]
    [InlineData(Policy + "measure func=MMAP_CHECK\n", InForceAnswer.Other)]
    public void What_reads_back_decides(string policy, InForceAnswer expected)
    {
        var facts = new InForceFacts { File = PolicyFileState.Readable, ReadBack = Bytes(Canonical), Record = Bytes("measure func=KEY_CHECK\n") };
        Assert.Equal((expected, InForceEvidence.ReadBack), Ask(facts, policy));
    }

    [Fact]
    public void What_should_read_back_and_cannot_be_read_leaves_it_open_whatever_was_recorded() =>
        Assert.Equal((InForceAnswer.Uncertain, InForceEvidence.None), Ask(new InForceFacts { File = PolicyFileState.Readable, Record = Bytes(Policy) }));

    [Theory]
    [InlineData(Policy, InForceAnswer.This)]
    [InlineData("measure func=BPRM_CHECK # a comment\n", InForceAnswer.Other)]
    [InlineData("measure func=MMAP_CHECK\n", InForceAnswer.Other)]
    public void Else_what_was_recorded(string policy, InForceAnswer expected) => Assert.Equal((expected, InForceEvidence.Record), Ask(new InForceFacts { Record = Bytes(Policy) }, policy));

    [Fact]
    public void A_record_of_an_earlier_boot_is_none()
    {
        var facts = new InForceFacts { Record = Bytes(Policy), Closed = Closed, Recorded = Closed };
        Assert.Equal(InForceAnswer.This, Ask(facts).Answer);
        Assert.Equal(InForceAnswer.Uncertain, Ask(facts with { Recorded = Closed - TimeSpan.FromTicks(1) }).Answer);
    }

    [Fact]
    public void While_the_kernel_waits_for_a_policy_none_was_loaded_and_a_kernel_that_takes_more_does_not_tell()
    {
        var open = new InForceFacts { File = PolicyFileState.Writable, Record = Bytes(Policy) };
        Assert.Equal((InForceAnswer.Other, InForceEvidence.OpenFile), Ask(open));
        Assert.Equal((InForceAnswer.Uncertain, InForceEvidence.None), Ask(open, kernel: "6.12-lab"));
    }

    [Fact]
    public void The_word_of_PID_1_counts_for_a_file_that_did_not_change_since()
    {
        Assert.Equal((InForceAnswer.This, InForceEvidence.Announcement), Ask(ByPid1, changed: Start - TimeSpan.FromDays(1)));
        Assert.Equal((InForceAnswer.This, InForceEvidence.Announcement), Ask(ByPid1, changed: Closed - TimeSpan.FromSeconds(2.1)));
        Assert.Equal((InForceAnswer.Uncertain, InForceEvidence.None), Ask(ByPid1, changed: Closed + TimeSpan.FromMinutes(1)));
        Assert.Equal((InForceAnswer.Uncertain, InForceEvidence.None), Ask(ByPid1, changed: Closed));
        Assert.Equal((InForceAnswer.Uncertain, InForceEvidence.None), Ask(ByPid1, changed: Closed - TimeSpan.FromSeconds(1)));
    }

    [Theory]
    [InlineData(3600)]
    [InlineData(-3600)]
    public void A_clock_that_was_set_after_the_load_hides_no_change(int seconds)
    {
        // Changed a minute after the load, before the clock was set: what is computed from the start moved, what the folder says did not.
        var moved = ByPid1 with { Started = Start + TimeSpan.FromSeconds(seconds) };
        Assert.Equal(InForceAnswer.Uncertain, Ask(moved, changed: Closed + TimeSpan.FromMinutes(1)).Answer);

        // And after it.
        Assert.Equal(InForceAnswer.Uncertain, Ask(moved, changed: Closed + TimeSpan.FromSeconds(60 + seconds)).Answer);
    }

    [Theory]
    [InlineData("changed")]
    [InlineData("closed")]
    [InlineData("started")]
    public void Where_a_time_is_not_known_nothing_tells_whether_the_file_changed(string missing)
    {
        var facts = missing switch { "closed" => ByPid1 with { Closed = null }, "started" => ByPid1 with { Started = null }, _ => ByPid1 };
        Assert.Equal(InForceAnswer.Uncertain, Ask(facts, changed: missing == "changed" ? null : Start - TimeSpan.FromDays(1)).Answer);
    }

    [Theory]
    [InlineData(Announced, true, "ima: policy update completed", true)]
    [InlineData("systemd[1]: Successfully loaded the IMA custom policy /etc/ima/other.", false, "ima: policy update completed", true)]
    [InlineData("somebody: Successfully loaded the IMA custom policy /etc/ima/ima-policy.", false, "ima: policy update completed", true)]
    [InlineData(Announced, false, "ima: policy update failed", true)]
    [InlineData(Announced, false, "ima: policy update completed", false)]
    [InlineData(Announced, false, "usb 1-1: Product: policy update completed", true)]
    public void Only_the_word_of_PID_1_that_the_kernel_confirmed_counts(string said, bool isKernel, string confirmed, bool isConfirmedByKernel)
    {
        var facts = ByPid1 with { Log = [new(isKernel, said), new(isConfirmedByKernel, confirmed, TimeSpan.FromSeconds(10))] };
        Assert.Equal(InForceAnswer.Uncertain, Ask(facts, changed: Start - TimeSpan.FromDays(1)).Answer);
    }

    [Fact]
    public void The_record_outweighs_the_word_of_PID_1() =>
        Assert.Equal((InForceAnswer.Other, InForceEvidence.Record), Ask(ByPid1 with { Record = Bytes("measure func=MMAP_CHECK\n") }, changed: Start - TimeSpan.FromDays(1)));

    [Fact]
    public void The_rules_in_force_are_those_that_read_back_else_those_recorded_else_unknown()
    {
        var context = new RuleContext(KnownKernels.Find("6.12-debian")!, LsmContext.None);
        var facts = new InForceFacts { File = PolicyFileState.Readable, ReadBack = Bytes(Canonical), Record = Bytes("measure func=MMAP_CHECK\n") };
        Assert.Equal(Canonical, TextOf(facts, context));
        Assert.Equal("measure func=MMAP_CHECK \n", TextOf(facts with { File = PolicyFileState.Gone, ReadBack = null }, context));
        Assert.Null(TextOf(new InForceFacts(), context));
        Assert.Null(LivePolicy.Of(new InForceFacts { File = PolicyFileState.Writable, Record = Bytes(Policy) }, context));
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

    private static string? TextOf(InForceFacts facts, RuleContext context) => LivePolicy.TextOf(facts, context) is { } text ? Encoding.UTF8.GetString(text.Span) : null;

    private static (InForceAnswer Answer, InForceEvidence Evidence) Ask(InForceFacts facts, string policy = Policy, DateTimeOffset? changed = null, string kernel = "6.12-debian")
    {
        var context = new RuleContext(KnownKernels.Find(kernel)!, LsmContext.None);
        var check = PolicyChecker.Check([new PolicySource(Path, Bytes(policy))], context, LoadMethod.Lines);
        var verdict = InForceJudge.Of(facts, check, context, changed);
        Assert.NotEmpty(verdict.Reason);
        return (verdict.Answer, verdict.Evidence);
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
