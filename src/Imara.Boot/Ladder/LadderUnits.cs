using System.Collections.Immutable;
using System.Text;
using Imara.Boot.Installing;

namespace Imara.Boot.Ladder;

/// <summary>The units of systemd that watch over boots of a machine that enforces.</summary>
public static class LadderUnits
{
    private const string Folder = "etc/systemd/system";
    private const string Early = "imara-step-down.service";
    private const string Late = "imara-boot-good.service";

    /// <summary>Plans the units.</summary>
    /// <param name="root">The root of the system.</param>
    /// <param name="program">The path of this program in it; one that a unit cannot hold as it stands is a problem of the plan.</param>
    public static BootPlan Plan(string root, string program)
    {
        if (!InstallRequest.IsPlain(program))
        {
            return BootPlan.Empty with { Problems = [$"{program}: units cannot hold this path of the program; put it where `/usr/bin/imara` is, or under another plain name"] };
        }

        var folder = Path.Combine(root, Folder);
        if (!Directory.Exists(folder))
        {
            return BootPlan.Empty with { Problems = [$"{folder}: not there; without systemd nothing tells a boot that came to its end from one that failed"] };
        }

        ImmutableArray<FileChange> changes = [Change(Path.Combine(folder, Early), EarlyText(program)), Change(Path.Combine(folder, Late), LateText(program))];
        return BootPlan.Empty with { Changes = changes, Commands = ["systemctl daemon-reload", $"systemctl enable {Early} {Late}"] };
    }

    private static FileChange Change(string path, string text) => FileChange.Of(path, Encoding.UTF8.GetBytes(text));

    // As early as the files that it changes are there.
    private static string EarlyText(string program) =>
        $"""
        [Unit]
        Description=Count boots under IMA appraisal, and return to log after {StepDown.MaxFailed} that failed
        DefaultDependencies=no
        ConditionSecurity=ima
        ConditionPathExists=/{LadderStateFile.Path}
        RequiresMountsFor=/var/lib/imara /etc /boot
        After=local-fs.target
        Before=sysinit.target

        [Service]
        Type=oneshot
        ExecStart={program} boot enable --step-down begin

        [Install]
        WantedBy=sysinit.target

        """;

    private static string LateText(string program) =>
        $"""
        [Unit]
        Description=Mark this boot good for IMA appraisal
        ConditionSecurity=ima
        ConditionPathExists=/{LadderStateFile.Path}
        After=multi-user.target

        [Service]
        Type=oneshot
        ExecStart={program} boot enable --step-down good

        [Install]
        WantedBy=multi-user.target

        """;
}
