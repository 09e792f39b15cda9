using Imara.Boot.Checking;
using Imara.Boot.Installing;

namespace Imara.Boot.Tests.Checking;

public sealed class LoaderSearchTests : IDisposable
{
    private readonly SmallSystem system = new();

    public void Dispose() => system.Dispose();

    [Fact]
    public void A_system_without_any_loader_has_none()
    {
        system.Shell("mkdir -p etc/ima; echo measure >etc/ima/ima-policy");
        Assert.Empty(LoaderSearch.In(system.Root, "/sbin/init"));
    }

    [Fact]
    public void PID_1_of_systemd_loads_its_own_path_and_other_inits_do_not()
    {
        system.Shell("mkdir -p lib/systemd; rm sbin/init; cp bin/sh lib/systemd/systemd; ln -s /lib/systemd/systemd sbin/init");
        Assert.Empty(LoaderSearch.In(system.Root, "/sbin/init"));
        system.Shell("mkdir -p etc/ima; echo measure >etc/ima/ima-policy");
        Assert.Equal([new PolicyLoadAtBoot(LoadedBy.Pid1, $"{system.Root}/etc/ima/ima-policy", "PID 1 of systemd")], LoaderSearch.In(system.Root, "/sbin/init"));
        Assert.Empty(LoaderSearch.In(system.Root, "/bin/sh"));
        Assert.Empty(LoaderSearch.In(system.Root, null));
    }

    [Theory]
    [InlineData(InitSystem.Systemd, LoadedBy.Unit, "/etc/systemd/system/imara-policy.service")]
    [InlineData(InitSystem.Dracut, LoadedBy.Initramfs, "/usr/lib/dracut/modules.d/97imara/imara-load.sh")]
    [InlineData(InitSystem.InitramfsTools, LoadedBy.Initramfs, "/etc/initramfs-tools/scripts/init-bottom/imara")]
    public void What_boot_install_made_is_found_with_the_policy_it_names(InitSystem init, LoadedBy by, string path)
    {
        system.Shell("mkdir -p etc/ima etc/imara; echo measure >etc/ima/ima-policy; echo measure >etc/imara/policy");
        foreach (var required in (bool[])[false, true])
        {
            Install(new InstallRequest(init, "/usr/bin/imara") { Policy = "/etc/imara/policy", IsRequired = required });
            Assert.Equal([new PolicyLoadAtBoot(by, $"{system.Root}/etc/imara/policy", path)], LoaderSearch.In(system.Root, null));
            Install(new InstallRequest(init, "/usr/bin/imara") { IsRequired = required });
            Assert.Equal([new PolicyLoadAtBoot(by, $"{system.Root}/etc/ima/ima-policy", path)], LoaderSearch.In(system.Root, null));
        }

        // What is not switched on does not run.
        File.Delete(system.Root + BootFiles.Of(new InstallRequest(init, "/x"))[^1].Path);
        Assert.Empty(LoaderSearch.In(system.Root, null));
    }

    [Fact]
    public void A_masked_unit_does_not_run()
    {
        Install(new InstallRequest(InitSystem.Systemd, "/usr/bin/imara"));
        system.Shell("mkdir -p dev; touch dev/null; ln -sf /dev/null etc/systemd/system/imara-policy.service");
        Assert.Empty(LoaderSearch.In(system.Root, null));
    }

    [Theory]
    [InlineData("add_dracutmodules+=\" integrity masterkey \"", true)]
    [InlineData("add_dracutmodules+=' integrity '", true)]
    [InlineData("dracutmodules=\"base integrity\"", true)]
    [InlineData("# add_dracutmodules+=\" integrity \"", false)]
    [InlineData("omit_dracutmodules+=\" integrity \"", false)]
    [InlineData("add_dracutmodules+=\" integrity-not \"", false)]
    public void The_module_of_dracut_loads_where_it_is_asked_for(string line, bool found)
    {
        system.Shell("mkdir -p etc/dracut.conf.d etc/sysconfig; echo measure >etc/sysconfig/ima-policy");
        File.WriteAllText($"{system.Root}/etc/dracut.conf.d/ima.conf", line + "\n");
        Assert.Equal(found ? [new PolicyLoadAtBoot(LoadedBy.Initramfs, $"{system.Root}/etc/sysconfig/ima-policy", "dracut's module integrity")] : [], LoaderSearch.In(system.Root, null));
    }

    [Theory]
    [InlineData("etc/dracut.conf", "add_dracutmodules+=\" integrity \"", true)]
    [InlineData("etc/dracut.conf.d/b.conf", "add_dracutmodules+=\" integrity \"", true)]
    [InlineData("usr/lib/dracut/dracut.conf.d/b.conf", "add_dracutmodules+=\" integrity \"", true)]
    [InlineData("etc/dracut.conf.d/b.conf.off", "add_dracutmodules+=\" integrity \"", false)]
    [InlineData("etc/dracut.conf", "add_dracutmodules+=integrity", true)]
    [InlineData("etc/dracut.conf", "=integrity", false)]
    [InlineData("etc/dracut.conf", "integrity", false)]
    public void Every_configuration_of_dracut_is_read(string file, string line, bool found)
    {
        system.Shell("mkdir -p etc/dracut.conf.d usr/lib/dracut/dracut.conf.d; echo '# none' >etc/dracut.conf.d/a.conf");
        File.WriteAllText($"{system.Root}/{file}", line + "\n");
        Assert.Equal(found ? [LoadedBy.Initramfs] : [], LoaderSearch.In(system.Root, null).Select(load => load.By));
    }

    [Fact]
    public void Loaders_are_told_in_the_order_of_a_boot()
    {
        system.Shell("mkdir -p lib/systemd etc/ima; rm sbin/init; cp bin/sh lib/systemd/systemd; ln -s /lib/systemd/systemd sbin/init; echo measure >etc/ima/ima-policy; printf 'add_dracutmodules+=integrity\\n' >etc/dracut.conf");
        Install(new InstallRequest(InitSystem.Systemd, "/usr/bin/imara"));
        Assert.Equal([LoadedBy.Initramfs, LoadedBy.Pid1, LoadedBy.Unit], LoaderSearch.In(system.Root, "/sbin/init").Select(load => load.By));
    }

    private void Install(InstallRequest request)
    {
        var installer = new Installer(system.Root);
        Assert.Null(installer.Apply(InstallPlan.ToInstall(BootFiles.Of(request), installer.Look, isForced: true), _ => { }));
    }
}
