using Imara.Boot.Proving;

namespace Imara.Boot.Tests.Proving;

public class ProvingArgumentsTests
{
    [Fact]
    public void What_IMA_is_told_stays_and_what_names_the_disks_of_the_machine_goes()
    {
        var arguments = ProvingArguments.Of("BOOT_IMAGE=/vmlinuz root=/dev/mapper/vg-root rootflags=subvol=@ ro quiet rd.lvm.lv=vg/root resume=UUID=x ima_appraise=enforce \"ima_policy=tcb|secure_boot\"", "UUID=y");
        Assert.StartsWith("ro ima_appraise=enforce \"ima_policy=tcb|secure_boot\" root=UUID=y rootfstype=ext4 console=ttyS0 ", arguments);
        Assert.DoesNotContain("vg", arguments);
        Assert.DoesNotContain("resume", arguments);
    }

    [Fact]
    public void What_is_for_init_stays_behind_its_dashes() => Assert.EndsWith(" rd.md=0 -- single", ProvingArguments.Of("ro -- single", "/dev/vda"));
}
