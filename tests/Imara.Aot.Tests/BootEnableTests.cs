using System.Text.RegularExpressions;
using Imara.Tests.Shared;

namespace Imara.Aot.Tests;

/// <summary>`imara boot enable` on a made-up root, boot by boot.</summary>
public sealed partial class BootEnableTests : IDisposable
{
    private const string Folder = "tests/Imara.Aot.Tests/Boot";

    private readonly string root = Directory.CreateTempSubdirectory("imara-ladder-").FullName;

    public BootEnableTests()
    {
        Boot(1, "ro");
        Put("proc/sys/kernel/osrelease", "6.12.117\n");
        Put("sys/kernel/security/ima/ascii_runtime_measurements", string.Empty);
        Put("etc/ima/ima-policy", "measure func=BPRM_CHECK\nappraise fowner=4711\n");
        Put("run/imara/ima-policy", "measure func=BPRM_CHECK\nappraise fowner=4711\n");
        Put("etc/default/grub", "GRUB_DEFAULT=0\nGRUB_CMDLINE_LINUX_DEFAULT=\"quiet\"\nGRUB_CMDLINE_LINUX=\"\"\n");
        Put("boot/grub/grub.cfg", "menuentry 'Debian GNU/Linux' --class debian {\n\tlinux\t/vmlinuz-6.12.117 root=/dev/vda ro quiet\n}\nsource ${config_directory}/custom.cfg\n");
        Put("var/log/audit/audit.log", string.Empty);
        Directory.CreateDirectory(Path.Combine(root, "etc/systemd/system"));
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void A_machine_climbs_step_by_step_and_steps_down_when_boots_fail()
    {
        Golden.Match($"{Folder}/enable-measure-dry.txt", Run(0, "--to", "measure", "--dry-run").Output);
        Assert.Equal("GRUB_CMDLINE_LINUX=\"\"", LastLine("etc/default/grub"));
        Golden.Match($"{Folder}/enable-measure.json", Run(0, "--to", "measure", "--yes", "--format", "json").Output);
        Assert.Equal("GRUB_CMDLINE_LINUX=\"ima_appraise=off\"", LastLine("etc/default/grub"));
        Assert.Equal("GRUB_CMDLINE_LINUX=\"\"", LastLine("etc/default/grub.imara-backup"));
        Assert.Contains("not booted since step measure", Run(1, "--to", "log").Error, StringComparison.Ordinal);

        Boot(2, "ro ima_appraise=off");
        Run(0, "--to", "log", "--yes");
        Assert.Equal("GRUB_CMDLINE_LINUX=\"ima_appraise=log\"", LastLine("etc/default/grub"));

        Boot(3, "ro ima_appraise=log");
        Put("var/log/audit/audit.log", "type=INTEGRITY_DATA msg=audit(1700000000.123:1): pid=94 uid=0 op=appraise_data cause=missing-hash comm=\"sh\" name=\"/bin/tool\" dev=\"vdb\" ino=18 res=0 errno=0\n");
        var refused = Run(1, "--to", "enforce", "--format", "json");
        Golden.Match($"{Folder}/enable-refused.json", refused.Output);
        Assert.Contains("logged in this boot: /bin/tool: missing-hash, 1 time by sh", refused.Error, StringComparison.Ordinal);
        Put("var/log/audit/audit.log", string.Empty);
        Golden.Match($"{Folder}/enable-trial.txt", Run(0, "--to", "enforce", "--yes").Output);
        Assert.Equal("GRUB_CMDLINE_LINUX=\"ima_appraise=log\"", LastLine("etc/default/grub"));

        Boot(4, "ro ima_appraise=enforce");
        Run(0, "--step-down", "begin");
        Assert.Contains("this boot is not marked good", Run(1, "--to", "enforce").Error, StringComparison.Ordinal);
        Run(0, "--step-down", "good");
        Golden.Match($"{Folder}/enable-enforce.txt", Run(0, "--to", "enforce", "--yes").Output);
        Assert.Equal("GRUB_CMDLINE_LINUX=\"ima_appraise=enforce\"", LastLine("etc/default/grub"));
        Put("boot/grub/grub.cfg", Text("boot/grub/grub.cfg").Replace("ro quiet", "ro quiet ima_appraise=enforce", StringComparison.Ordinal));

        for (var boot = 5; boot < 8; boot++)
        {
            Boot(boot, "ro ima_appraise=enforce");
            Assert.Contains("\"stepped_down\":false", Run(0, "--step-down", "begin", "--format", "json").Output, StringComparison.Ordinal);
        }

        Boot(8, "ro ima_appraise=enforce");
        Golden.Match($"{Folder}/enable-step-down.txt", Run(0, "--step-down", "begin").Output);
        Assert.Equal("GRUB_CMDLINE_LINUX=\"ima_appraise=log\"", LastLine("etc/default/grub"));
        Assert.Contains("ro quiet ima_appraise=log\n", Text("boot/grub/grub.cfg"), StringComparison.Ordinal);
        Assert.DoesNotContain("imara", Text("boot/grub/custom.cfg"), StringComparison.Ordinal);
        Assert.Contains("\"step\":\"log\"", Text("var/lib/imara/ladder.json"), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_the_policy_would_refuse_hold_the_machine_at_measure()
    {
        Put("etc/ima/ima-policy", "appraise\n");
        Run(0, "--to", "measure", "--yes");
        Boot(2, "ro ima_appraise=off");
        var result = Run(1, "--to", "log");
        Assert.Contains("imara: simulated: R/etc/default/grub: missing-hash (R/etc/ima/ima-policy:1): root", result.Error.Split('\n'));
        Assert.Equal("log: refused, the machine stays at measure\n", result.Output);
    }

    [Fact]
    public void Nothing_is_changed_without_being_asked_to()
    {
        Assert.Contains("--yes", Run(2, "--to", "measure").Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(root, "var/lib/imara/ladder.json")));
        Golden.Match($"{Folder}/enable-none.txt", Run(0).Output);
    }

    [Theory]
    [InlineData("etc/default", "GRUB_CMDLINE_LINUX=quiet\n")]
    [InlineData("var/lib/imara", "")]
    public void No_link_of_the_system_leads_its_changes_out_of_it(string link, string grub)
    {
        var host = Directory.CreateTempSubdirectory("imara-host-");
        try
        {
            File.WriteAllText(Path.Combine(host.FullName, "grub"), grub);
            var place = Path.Combine(root, link);
            if (Directory.Exists(place))
            {
                Directory.Delete(place, recursive: true);
            }

            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.CreateSymbolicLink(place, host.FullName);
            _ = NativeBinary.Run("boot", "enable", "--kernel", "6.12", "--root", root, "--to", "measure", "--yes");
            Assert.Equal([Path.Combine(host.FullName, "grub")], Directory.GetFiles(host.FullName));
            Assert.Equal(grub, File.ReadAllText(Path.Combine(host.FullName, "grub")));
        }
        finally
        {
            host.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_state_that_is_damaged_is_no_state()
    {
        Put("var/lib/imara/ladder.json", "{\"schema\":1");
        Assert.StartsWith("imara: R/var/lib/imara/ladder.json: offset ", Run(2, "--to", "measure", "--yes").Error, StringComparison.Ordinal);
        Assert.Equal("GRUB_CMDLINE_LINUX=\"\"", LastLine("etc/default/grub"));
    }

    [Fact]
    public void A_machine_without_boot_entries_is_2()
    {
        File.Delete(Path.Combine(root, "etc/default/grub"));
        Assert.Contains("no boot entries found", Run(2, "--to", "measure", "--yes").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_two_ways_to_be_asked_exclude_each_other() => Run(2, "--to", "log", "--step-down", "good");

    private CommandResult Run(int exit, params string[] arguments)
    {
        var result = NativeBinary.Run(["boot", "enable", "--kernel", "6.12", "--root", root, .. arguments]);
        Assert.True(exit == result.Exit, $"{string.Join(' ', arguments)}: {result.Exit}\n{result.Output}{result.Error}");
        return result with { Output = Plain(result.Output), Error = Plain(result.Error) };
    }

    private string Plain(string text) => ProgramPath().Replace(text.Replace(root, "R", StringComparison.Ordinal), "ExecStart=imara boot");

    private void Boot(int number, string commandLine)
    {
        Put("proc/sys/kernel/random/boot_id", $"boot-{number}\n");
        Put("proc/cmdline", commandLine + "\n");
    }

    private void Put(string below, string text)
    {
        var path = Path.Combine(root, below);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private string Text(string below) => File.ReadAllText(Path.Combine(root, below));

    private string LastLine(string below) => Text(below).TrimEnd('\n').Split('\n')[^1];

    [GeneratedRegex(@"ExecStart=\S+ boot", RegexOptions.None, 10_000)]
    private static partial Regex ProgramPath();
}
