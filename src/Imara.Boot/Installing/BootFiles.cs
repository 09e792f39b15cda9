namespace Imara.Boot.Installing;

/// <summary>The files that load the policy at boot. Pure; the one that switches the others on is the last.</summary>
/// <remarks>docs/reference/boot.md 2 and 3; systemd.unit(5), dracut.modules(7), initramfs-tools(7).</remarks>
public static class BootFiles
{
    private const int Text = 0x1A4; // 0644
    private const int Program = 0x1ED; // 0755

    /// <summary>The files for one way to boot.</summary>
    public static IReadOnlyList<PlannedFile> Of(InstallRequest request) => request.System switch
    {
        InitSystem.Systemd =>
        [
            new PlannedFile("/etc/systemd/system/imara-policy.service", Text, OwnMark.Put(SystemdUnit.Of(request))),
            new PlannedFile("/etc/systemd/system/sysinit.target.wants/imara-policy.service", 0, "/etc/systemd/system/imara-policy.service"),
        ],
        InitSystem.Dracut =>
        [
            new PlannedFile("/usr/lib/dracut/modules.d/97imara/imara-load.sh", Program, OwnMark.Put(DracutModule.Hook(request))),
            new PlannedFile("/usr/lib/dracut/modules.d/97imara/module-setup.sh", Program, OwnMark.Put(DracutModule.Setup(request))),
            new PlannedFile("/etc/dracut.conf.d/imara.conf", Text, OwnMark.Put(DracutModule.Configuration)),
        ],
        _ =>
        [
            new PlannedFile("/etc/initramfs-tools/scripts/init-bottom/imara", Program, OwnMark.Put(InitramfsScripts.Script(request))),
            new PlannedFile("/etc/initramfs-tools/hooks/imara", Program, OwnMark.Put(InitramfsScripts.Hook(request))),
        ],
    };

    /// <summary>The command that makes the next boot use the files.</summary>
    public static string NextStep(InitSystem system) => system switch
    {
        InitSystem.Systemd => "systemctl daemon-reload",
        InitSystem.Dracut => "dracut --force",
        _ => "update-initramfs -u",
    };

    /// <summary>A folder that is there where the system uses this way to boot.</summary>
    public static string Sign(InitSystem system) => system switch
    {
        InitSystem.Systemd => "/usr/lib/systemd",
        InitSystem.Dracut => "/usr/lib/dracut/modules.d",
        _ => "/usr/share/initramfs-tools",
    };
}
