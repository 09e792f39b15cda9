namespace Imara.Distribution.Boots;

public class InitramfsToolsTests(InitramfsToolsDisk disk) : IClassFixture<InitramfsToolsDisk>
{
    // Where its scripts mount the real root.
    private const string Root = "/root";

    [Fact]
    public void The_policy_is_in_force_before_init_is_started() => Ordinary.RanUnderThePolicyAsInitDid(disk.Boot((Policies.UsualPath, Policies.Good)));

    [Fact]
    public void A_machine_without_the_policy_it_requires_halts() => Ordinary.DidNotRun(disk.Boot(), "halted", $"imara: no policy: {Root}/etc/ima/ima-policy");

    [Fact]
    public void A_machine_whose_policy_would_be_refused_halts() =>
        Ordinary.DidNotRun(disk.Boot((Policies.UsualPath, Policies.Bad)), "halted", $"imara: {Root}/etc/ima/ima-policy:2:14: error");
}
