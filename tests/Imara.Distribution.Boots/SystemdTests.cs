namespace Imara.Distribution.Boots;

public class SystemdTests(SystemdDisk disk) : IClassFixture<SystemdDisk>
{
    // systemd before 254 cannot halt on a failure.
    private const string Ended = "off";

    [Fact]
    public void The_unit_has_the_policy_in_force_before_the_system_is_initialised()
    {
        var boot = disk.Boot((SystemdDisk.PolicyPath, Policies.Good));
        Ordinary.RanUnderThePolicy(boot);
        Assert.Contains("Result=success", boot.Unit);
        Assert.InRange(
            boot.Console.IndexOf($"loaded {SystemdDisk.PolicyPath}", StringComparison.Ordinal), 1, boot.Console.IndexOf("Reached target sysinit.target", StringComparison.Ordinal));
    }

    [Fact]
    public void A_machine_without_the_policy_it_requires_goes_off() =>
        Ordinary.DidNotRun(disk.Boot(), Ended, $"imara: no policy: {SystemdDisk.PolicyPath} does not exist");

    [Fact]
    public void A_machine_whose_policy_would_be_refused_goes_off() =>
        Ordinary.DidNotRun(disk.Boot((SystemdDisk.PolicyPath, Policies.Bad)), Ended, $"imara: {SystemdDisk.PolicyPath}:2:14: error");
}
