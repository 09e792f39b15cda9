namespace Imara.Distribution.Boots;

public class InitramfsToolsTests(InitramfsToolsDisk disk) : IClassFixture<InitramfsToolsDisk>
{
    [Fact]
    public void The_policy_is_in_force_before_init_is_started() => BeforeInit.Holds(disk.Boot());

    [Fact]
    public void A_machine_without_its_policy_halts_before_init_is_started() => Halts.Without(disk.BootWithPolicy(null));
}
