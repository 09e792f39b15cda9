using Imara.Boot.Installing;

namespace Imara.Boot.Tests.Installing;

public sealed class InstallerTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("imara-install-").FullName;
    private readonly Installer installer;

    public InstallerTests() => installer = new Installer(root);

    [Theory]
    [InlineData(InitSystem.Systemd)]
    [InlineData(InitSystem.Dracut)]
    [InlineData(InitSystem.InitramfsTools)]
    public void What_was_installed_is_removed_and_nothing_else(InitSystem system)
    {
        Write("/etc/systemd/system/other.service", "theirs");
        var files = Files(system);
        Install(files, StepKind.Create);
        Assert.All(files.Where(file => !file.IsLink), file =>
        {
            Assert.Equal(file.Text, File.ReadAllText(root + file.Path));
            Assert.Equal(file.Mode, (int)File.GetUnixFileMode(root + file.Path));
        });
        Assert.All(files.Where(file => file.IsLink), file => Assert.Equal(file.Text, new FileInfo(root + file.Path).LinkTarget));
        Install(files, StepKind.Keep);

        var removal = InstallPlan.ToRemove(files, installer.Look, isForced: false);
        Assert.Equal(files.Reverse().Select(file => file.Path), removal.Steps.Select(step => step.File.Path));
        Assert.Null(installer.Apply(removal, _ => { }));
        Assert.Equal([root + "/etc/systemd/system/other.service"], Directory.GetFiles(root, "*", SearchOption.AllDirectories));
        Assert.False(Directory.Exists(root + "/usr/lib/dracut/modules.d/97imara"));
        Assert.Empty(InstallPlan.ToRemove(files, installer.Look, isForced: false).Steps);
    }

    [Theory]
    [InlineData(InitSystem.Systemd, "etc/systemd")]
    [InlineData(InitSystem.Systemd, "etc")]
    [InlineData(InitSystem.Dracut, "usr/lib/dracut")]
    [InlineData(InitSystem.InitramfsTools, "etc/initramfs-tools")]
    public void No_link_of_the_system_leads_the_installation_out_of_it(InitSystem system, string link)
    {
        var host = Directory.CreateDirectory(Path.Combine(root, "host"));
        var image = Path.Combine(root, "img");
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(image, link))!);
        foreach (var target in (string[])[host.FullName, Path.GetRelativePath(Path.GetDirectoryName(Path.Combine(image, link))!, host.FullName)])
        {
            File.Delete(Path.Combine(image, link));
            File.CreateSymbolicLink(Path.Combine(image, link), target);
            var inside = new Installer(image);
            _ = inside.Apply(InstallPlan.ToInstall(Files(system), inside.Look, isForced: true), _ => { });
            Assert.Empty(host.GetFileSystemInfos());
        }
    }

    [Fact]
    public void A_link_that_stays_inside_is_followed()
    {
        Directory.CreateDirectory(root + "/usr/etc-systemd");
        Directory.CreateDirectory(root + "/etc");
        File.CreateSymbolicLink(root + "/etc/systemd", "/usr/etc-systemd");
        Install(Files(InitSystem.Systemd), StepKind.Create);
        Assert.True(File.Exists(root + "/usr/etc-systemd/system/imara-policy.service"));
        Install(Files(InitSystem.Systemd), StepKind.Keep);
    }

    [Fact]
    public void What_a_killed_installation_left_beside_does_not_block_the_next()
    {
        Write("/etc/systemd/system/imara-policy.service." + Environment.ProcessId + ".new", "half");
        Install(Files(InitSystem.Systemd), StepKind.Create);
    }

    [Fact]
    public void Links_of_the_system_lead_to_its_own_root()
    {
        var outside = Directory.CreateTempSubdirectory("imara-outside-").FullName;
        Directory.CreateDirectory($"{outside}/system");
        Directory.CreateDirectory(root + "/etc");
        File.CreateSymbolicLink(root + "/etc/systemd", outside);
        var files = Files(InitSystem.Systemd);
        Assert.Contains("not a directory", installer.Apply(InstallPlan.ToInstall(files, installer.Look, isForced: false), _ => { }));

        // The same link means a folder of the system once there is one.
        Directory.CreateDirectory(root + outside);
        Assert.Null(installer.Apply(InstallPlan.ToInstall(files, installer.Look, isForced: false), _ => { }));
        Assert.Empty(Directory.EnumerateFiles(outside, "*", SearchOption.AllDirectories));
        Assert.NotEmpty(Directory.EnumerateFiles(root + outside, "*", SearchOption.AllDirectories));
        Assert.All(InstallPlan.ToInstall(files, installer.Look, isForced: false).Steps, step => Assert.Equal(StepKind.Keep, step.Kind));
        Directory.Delete(outside, recursive: true);
    }

    [Fact]
    public void The_halting_variant_takes_the_place_of_the_other_one()
    {
        Install(Files(InitSystem.Systemd), StepKind.Create);
        var halting = BootFiles.Of(new InstallRequest(InitSystem.Systemd, "/usr/bin/imara") { IsRequired = true });
        var plan = InstallPlan.ToInstall(halting, installer.Look, isForced: false);
        Assert.Equal([StepKind.Replace, StepKind.Keep], plan.Steps.Select(step => step.Kind));
        Assert.Null(installer.Apply(plan, _ => { }));
        Assert.Contains("FailureAction=", File.ReadAllText(root + halting[0].Path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("# by hand\n")]
    [InlineData("")]
    public void What_was_changed_by_hand_is_left_alone_without_force(string added)
    {
        var files = Files(InitSystem.InitramfsTools);
        Install(files, StepKind.Create);
        var script = root + files[0].Path;
        File.WriteAllText(script, (File.ReadAllText(script) + added).Replace("--kmsg", added.Length > 0 ? "--kmsg" : "--quiet", StringComparison.Ordinal));
        var before = File.ReadAllText(script);
        foreach (var plan in (InstallPlan[])[InstallPlan.ToInstall(files, installer.Look, isForced: false), InstallPlan.ToRemove(files, installer.Look, isForced: false)])
        {
            Assert.True(plan.IsRefused);
            Assert.Contains(files[0].Path, installer.Apply(plan, _ => Assert.Fail("nothing is begun")), StringComparison.Ordinal);
            Assert.Equal(before, File.ReadAllText(script));
        }

        Assert.Null(installer.Apply(InstallPlan.ToInstall(files, installer.Look, isForced: true), _ => { }));
        Assert.Equal(files[0].Text, File.ReadAllText(script));
    }

    [Fact]
    public void A_file_of_an_older_version_is_replaced()
    {
        var files = Files(InitSystem.Dracut);
        Write(files[0].Path, OwnMark.Put("#!/bin/sh\n# as an older version had it\n"));
        Assert.Equal([StepKind.Replace, StepKind.Create, StepKind.Create], InstallPlan.ToInstall(files, installer.Look, isForced: false).Steps.Select(step => step.Kind));
    }

    [Fact]
    public void What_cannot_be_written_is_named()
    {
        var files = Files(InitSystem.Dracut);
        Directory.CreateDirectory(root + files[0].Path);
        Assert.StartsWith(root + files[0].Path, installer.Apply(InstallPlan.ToInstall(files, installer.Look, isForced: true), _ => { }), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(root, "*", SearchOption.AllDirectories));
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(root, recursive: true);

    private static IReadOnlyList<PlannedFile> Files(InitSystem system) => BootFiles.Of(new InstallRequest(system, "/usr/bin/imara"));

    private void Install(IReadOnlyList<PlannedFile> files, StepKind expected)
    {
        var plan = InstallPlan.ToInstall(files, installer.Look, isForced: false);
        Assert.All(plan.Steps, step => Assert.Equal(expected, step.Kind));
        Assert.Null(installer.Apply(plan, _ => { }));
    }

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(root + path)!);
        File.WriteAllText(root + path, text);
    }
}
