namespace Imara.Distribution.Boots.Ladder;

/// <summary>The ladder with the boot loaders that the firmware starts from the disk: GRUB of a BIOS, systemd-boot of UEFI.</summary>
public class LadderTests
{
    [Theory]
    [Trait("Suite", "Long")]
    [InlineData("grub")]
    [InlineData("systemd-boot")]
    public void A_machine_climbs_from_measuring_to_enforcing_by_the_entries_that_are_made(string loader)
    {
        using var climb = new Climb(loader);
        for (var boot = 1; boot <= 4; boot++)
        {
            Assert.True(climb.Read(boot, "enable.exit") == "0\n", climb.Read(boot, "enable") + climb.Read(boot, "enable.err"));
            Assert.DoesNotContain("failed:", climb.Read(boot, "commands"));
        }

        // The first with nothing, the fourth the trial, the fifth by the entry that is the default from then on.
        Assert.Equal([("restarted", "none"), ("restarted", "off"), ("restarted", "log"), ("restarted", "enforce"), ("off", "enforce")], climb.Boots);
        Assert.Equal("126\n", climb.Read(5, "changed.exit"));
        Assert.Contains("Permission denied", climb.Read(5, "changed"));
        Assert.Contains("\"step\":\"enforce\"", climb.Read(5, "standing"));
    }

    [Theory]
    [Trait("Suite", "Long")]
    [InlineData("grub")]
    [InlineData("systemd-boot")]
    public void A_trial_that_does_not_come_up_is_followed_by_the_entry_that_logs(string loader)
    {
        using var climb = new Climb(loader, "--break");
        Assert.Equal(["none", "off", "log", "enforce", "log"], climb.Boots.Select(boot => boot.Mode));
        Assert.Equal("stopped", climb.Boots[3].Ended);
        Assert.Equal("off", climb.Boots[4].Ended);

        // The fourth boot that came to its end: the trial left none.
        Assert.Contains("\"step\":\"trial\"", climb.Read(4, "standing"));
        Assert.Equal("1\n", climb.Read(4, "enable.exit"));
        Assert.NotEmpty(climb.Read(4, "enable.err"));
    }
}
