using Imara.Boot.Ladder;
using Imara.Policy.CommandLine;

namespace Imara.Boot.Tests.Ladder;

public sealed class LadderRulesTests
{
    private static readonly string Digest = new('a', 64);

    // A machine where everything is clean, one boot after the step.
    private static readonly LadderFacts Clean = new()
    {
        BootId = "boot-2",
        Policy = "/etc/ima/ima-policy",
        PolicyDigest = Digest,
        PolicyIsAccepted = true,
        PolicyIsLoaded = true,
        BootIsGood = true,
        Simulated = [],
        Audited = [],
    };

    [Theory]
    [InlineData(LadderStep.None, LadderStep.Measure, LadderStep.Measure, "off", null)]
    [InlineData(LadderStep.Measure, LadderStep.Log, LadderStep.Log, "log", null)]
    [InlineData(LadderStep.Log, LadderStep.Enforce, LadderStep.Trial, null, "enforce")]
    [InlineData(LadderStep.Trial, LadderStep.Enforce, LadderStep.Enforce, "enforce", "log")]
    public void Each_step_follows_a_clean_one(LadderStep from, LadderStep wanted, LadderStep reached, string? mode, string? other) =>
        Assert.Equal((reached, mode, other), Of(LadderRules.Decide(At(from), wanted, ModeOf(from))));

    [Theory]
    [InlineData(LadderStep.Enforce, LadderStep.Log, "log")]
    [InlineData(LadderStep.Trial, LadderStep.Log, "log")]
    [InlineData(LadderStep.Enforce, LadderStep.Measure, "off")]
    [InlineData(LadderStep.Log, LadderStep.Measure, "off")]
    public void The_way_down_is_always_open(LadderStep from, LadderStep wanted, string mode)
    {
        var nothing = new LadderFacts { BootId = "boot-1", Policy = "/other", PolicyDigest = string.Empty };
        Assert.Equal(LadderNeeds.None, LadderRules.NeedsOf(At(from), wanted));
        Assert.Equal((wanted, mode, null), Of(LadderRules.Decide(At(from), wanted, nothing)));
    }

    [Theory]
    [InlineData(LadderStep.None, LadderStep.Log, "the machine stands at none, and the step before is measure")]
    [InlineData(LadderStep.None, LadderStep.Enforce, "the machine stands at none, and the step before is log")]
    [InlineData(LadderStep.Measure, LadderStep.Enforce, "the machine stands at measure, and the step before is log")]
    public void No_step_is_left_out(LadderStep from, LadderStep wanted, string reason)
    {
        Assert.Equal(LadderNeeds.None, LadderRules.NeedsOf(At(from), wanted));
        Assert.Equal([reason], LadderRules.Decide(At(from), wanted, new LadderFacts { BootId = "b", Policy = "/p", PolicyDigest = Digest }).Reasons);
        Assert.Equal([reason], LadderRules.Decide(At(from), wanted, ModeOf(from)).Reasons);
        Assert.Equal((from, null, null), Of(LadderRules.Decide(At(from), wanted, ModeOf(from))));
    }

    [Fact]
    public void Every_reason_is_told()
    {
        var facts = new LadderFacts { BootId = "boot-1", Policy = "/p", PolicyDigest = new string('b', 64), Mode = AppraiseBits.Enforce, Audited = ["/x: missing-hash", "/y: invalid-hash"] };
        Assert.Equal(
            [
                "not booted since step log was taken",
                "step log was taken with the policy /etc/ima/ima-policy",
                "/p has changed since step log was taken; take that step again",
                "nothing shows that this policy is in force in this boot (`imara boot load` sees and records it), so that nothing was logged",
                "this boot does not run with ima_appraise=log",
                "logged in this boot: /x: missing-hash",
                "logged in this boot: /y: invalid-hash",
            ],
            LadderRules.Decide(At(LadderStep.Log), LadderStep.Enforce, facts).Reasons);
    }

    [Fact]
    public void What_was_not_looked_at_is_not_clean()
    {
        Assert.Equal(["the policy was not simulated"], LadderRules.Decide(At(LadderStep.Measure), LadderStep.Log, Clean with { Simulated = null }).Reasons);
        Assert.Equal(["the audit records of this boot were not read"], LadderRules.Decide(At(LadderStep.Log), LadderStep.Enforce, ModeOf(LadderStep.Log) with { Audited = null }).Reasons);
    }

    [Fact]
    public void A_policy_that_the_kernel_refuses_is_no_step() =>
        Assert.Equal(
            ["/etc/ima/ima-policy: the kernel would not take it; imara policy check tells why"],
            LadderRules.Decide(LadderState.Ground, LadderStep.Measure, Clean with { PolicyIsAccepted = false }).Reasons);

    [Fact]
    public void A_simulation_that_finds_something_holds_the_machine_at_measure() =>
        Assert.Equal(["simulated: /bin/x: missing-hash (p:1): root"], LadderRules.Decide(At(LadderStep.Measure), LadderStep.Log, Clean with { Simulated = ["/bin/x: missing-hash (p:1): root"] }).Reasons);

    [Theory]
    [InlineData(AppraiseBits.None)]
    [InlineData(AppraiseBits.Enforce)]
    [InlineData(AppraiseBits.Fix)]
    [InlineData(null)]
    public void Only_a_boot_that_logs_shows_what_would_be_denied(AppraiseBits? mode) =>
        Assert.Equal(["this boot does not run with ima_appraise=log"], LadderRules.Decide(At(LadderStep.Log), LadderStep.Enforce, Clean with { Mode = mode }).Reasons);

    [Fact]
    public void Rules_about_modules_do_not_hide_the_mode() =>
        Assert.True(LadderRules.Decide(At(LadderStep.Log), LadderStep.Enforce, Clean with { Mode = AppraiseBits.Log | AppraiseBits.Modules }).IsGranted);

    [Fact]
    public void A_trial_that_did_not_enforce_or_did_not_come_to_its_end_is_none() =>
        Assert.Equal(
            [
                "this boot does not enforce: boot the trial entry once",
                "this boot is not marked good: multi-user.target was not reached, or imara-boot-good.service is not enabled",
            ],
            LadderRules.Decide(At(LadderStep.Trial), LadderStep.Enforce, Clean with { Mode = AppraiseBits.Log, BootIsGood = false }).Reasons);

    [Fact]
    public void Secure_boot_leaves_no_step_between_nothing_and_all()
    {
        Assert.Single(LadderRules.Decide(At(LadderStep.Measure), LadderStep.Log, Clean with { IsSecureBoot = true }).Reasons);
        Assert.Single(LadderRules.Decide(LadderState.Ground, LadderStep.Measure, Clean with { IsSecureBoot = true }).Reasons);
    }

    [Fact]
    public void A_changed_policy_takes_the_step_again()
    {
        var changed = Clean with { PolicyDigest = new string('b', 64), Mode = AppraiseBits.Log };
        Assert.False(LadderRules.Decide(At(LadderStep.Log), LadderStep.Enforce, changed).IsGranted);
        Assert.Equal((LadderStep.Log, "log", null), Of(LadderRules.Decide(At(LadderStep.Log), LadderStep.Log, changed)));
        Assert.False(LadderRules.Decide(At(LadderStep.Log), LadderStep.Log, changed with { PolicyIsAccepted = false }).IsGranted);
    }

    private static LadderState At(LadderStep step) => step == LadderStep.None ? LadderState.Ground : new LadderState(step, "/etc/ima/ima-policy", Digest, "boot-1", DateTimeOffset.UnixEpoch);

    private static LadderFacts ModeOf(LadderStep step) => Clean with { Mode = step switch { LadderStep.Log => AppraiseBits.Log, LadderStep.Trial => AppraiseBits.Enforce, _ => AppraiseBits.None } };

    private static (LadderStep, string?, string?) Of(LadderDecision decision) => (decision.Step, decision.DefaultMode, decision.OtherMode);
}
