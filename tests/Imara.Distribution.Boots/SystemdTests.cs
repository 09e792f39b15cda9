namespace Imara.Distribution.Boots;

public class SystemdTests(SystemdDisk disk) : IClassFixture<SystemdDisk>
{
    [Fact]
    public void The_unit_has_the_policy_in_force_before_other_units_run()
    {
        var boot = disk.Boot();
        Assert.Equal("off", boot.Ended);
        Assert.Equal("gone", boot.PolicyFile);
        Assert.Contains("Result=success", boot.Unit);
        Assert.Contains("/lab/witness", boot.Measured);
        var loaded = boot.Console.IndexOf("op=policy_update cause=completed", StringComparison.Ordinal);
        var reached = boot.Console.IndexOf("Reached target sysinit.target", StringComparison.Ordinal);
        Assert.InRange(loaded, 0, reached);
    }

    [Fact]
    public void A_machine_without_its_policy_halts_before_other_units_run() => Halts.Without(disk.BootWithPolicy(null));

    [Fact]
    public void A_machine_whose_policy_is_refused_halts_before_other_units_run() => Halts.Without(disk.BootWithPolicy("measure func=NO_CHECK\n"));
}
