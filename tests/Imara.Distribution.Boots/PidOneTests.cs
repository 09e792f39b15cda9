namespace Imara.Distribution.Boots;

public class PidOneTests(PidOneDisk disk) : IClassFixture<PidOneDisk>
{
    [Fact]
    public void The_unit_sees_that_PID_1_loaded_the_policy()
    {
        var boot = disk.Boot((Policies.UsualPath, Policies.Good));
        Ordinary.RanUnderThePolicy(boot);
        Assert.Contains("Result=success", boot.Unit);
        Assert.Contains("Successfully loaded the IMA custom policy", boot.Console);
        Assert.Contains("PID 1 loaded the policy at this path in this boot", boot.Console);
    }

    [Fact]
    public void PID_1_freezes_over_a_rule_that_the_kernel_refuses()
    {
        var boot = disk.BootUntil("Freezing execution", (Policies.UsualPath, Policies.Bad));
        Ordinary.DidNotRun(boot, "stopped", "Failed to load the IMA custom policy file /etc/ima/ima-policy2");
    }
}
