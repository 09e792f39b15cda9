using System.Text;
using Imara.Boot.Ladder;

namespace Imara.Boot.Tests.Ladder;

public sealed class BootPlanTests : IDisposable
{
    private const string GrubMenu =
        """
        set default="0"
        menuentry 'Debian GNU/Linux' --class debian $menuentry_id_option 'gnulinux-simple' {
        	savedefault
        	insmod ext2
        	linux	/vmlinuz-6.12.117 root=/dev/vda ro quiet
        	initrd	/initrd.img-6.12.117
        }
        submenu 'Advanced options' {
        	menuentry 'Debian, with Linux 6.1' --class debian {
        		linux	/vmlinuz-6.1 root=/dev/vda ro
        		initrd	/initrd.img-6.1
        	}
        }
        source ${config_directory}/custom.cfg

        """;

    private readonly string root = Directory.CreateTempSubdirectory("imara-plan-").FullName;

    [Fact]
    public void Every_entry_of_GRUB_gets_the_mode_since_one_without_it_would_enforce()
    {
        Put("etc/default/grub", "GRUB_DEFAULT=0\nGRUB_CMDLINE_LINUX_DEFAULT=\"quiet\"\nGRUB_CMDLINE_LINUX=\"\"\n");
        var plan = DefaultEntries.Plan(BootEntryFiles.Of(root), "log");
        Assert.Empty(plan.Problems);
        Assert.Equal(["update-grub"], plan.Commands);
        Assert.Equal("GRUB_DEFAULT=0\nGRUB_CMDLINE_LINUX_DEFAULT=\"quiet\"\nGRUB_CMDLINE_LINUX=\"ima_appraise=log\"\n", After(Assert.Single(plan.Changes)));
    }

    [Fact]
    public void Links_of_the_system_lead_to_its_own_root()
    {
        var outside = Directory.CreateTempSubdirectory("imara-outside-").FullName;
        File.WriteAllText($"{outside}/grub", "GRUB_CMDLINE_LINUX=\"\"\n");
        Directory.CreateDirectory(Path.Combine(root, "etc"));
        File.CreateSymbolicLink(Path.Combine(root, "etc/default"), outside);
        Assert.Null(BootEntryFiles.Of(root).GrubDefaults);
        Put(outside[1..] + "/grub", "GRUB_CMDLINE_LINUX=\"\"\n");
        Assert.Equal(root + outside + "/grub", BootEntryFiles.Of(root).GrubDefaults);
        Directory.Delete(outside, recursive: true);
    }

    [Fact]
    public void A_mode_that_is_there_is_replaced_wherever_it_stands()
    {
        Put("etc/default/grub", "GRUB_CMDLINE_LINUX_DEFAULT=\"quiet ima_appraise=fix splash\"\nGRUB_CMDLINE_LINUX=\"ima_appraise=off a=b\"\n");
        var after = After(Assert.Single(DefaultEntries.Plan(BootEntryFiles.Of(root), "log").Changes));
        Assert.Equal("GRUB_CMDLINE_LINUX_DEFAULT=\"quiet splash\"\nGRUB_CMDLINE_LINUX=\"ima_appraise=log a=b\"\n", after);
    }

    [Theory]
    [InlineData("boot/loader/entries")]
    [InlineData("efi/loader/entries")]
    [InlineData("boot/efi/loader/entries")]
    public void Every_entry_of_systemd_boot_gets_the_mode(string folder)
    {
        Put($"{folder}/a.conf", "title A\nlinux /vmlinuz-6.12\noptions root=/dev/vda ro\n");
        Put($"{folder}/b.conf", "title B\nlinux /vmlinuz-6.1\noptions root=/dev/vda ima_appraise=enforce\n");
        Put($"{folder}/~imara-enforce.conf", "title B\nlinux /vmlinuz-6.1\noptions ima_appraise=enforce\n");
        Put("etc/kernel/cmdline", "root=/dev/vda\n");
        var plan = DefaultEntries.Plan(BootEntryFiles.Of(root), "log");
        Assert.Empty(plan.Problems);
        Assert.Empty(plan.Commands);
        Assert.Equal(
            ["title A\nlinux /vmlinuz-6.12\noptions root=/dev/vda ro ima_appraise=log\n", "title B\nlinux /vmlinuz-6.1\noptions root=/dev/vda ima_appraise=log\n", "root=/dev/vda ima_appraise=log\n"],
            plan.Changes.Select(After));
    }

    [Fact]
    public void A_machine_without_boot_entries_is_a_problem() => Assert.Single(DefaultEntries.Plan(BootEntryFiles.Of(root), "log").Problems);

    [Fact]
    public void To_step_down_the_menu_is_changed_too_so_that_nothing_has_to_be_run()
    {
        Put("etc/default/grub", "GRUB_CMDLINE_LINUX=\"ima_appraise=enforce\"\n");
        Put("boot/grub/grub.cfg", GrubMenu.Replace("ro quiet", "ro quiet ima_appraise=enforce", StringComparison.Ordinal));
        var plan = DefaultEntries.Plan(BootEntryFiles.Of(root), "log", withMenu: true);
        Assert.Empty(plan.Problems);
        Assert.Empty(plan.Commands);
        Assert.Equal(GrubMenu.Replace("ro quiet", "ro quiet ima_appraise=log", StringComparison.Ordinal).Replace("vda ro\n", "vda ro ima_appraise=log\n", StringComparison.Ordinal), After(plan.Changes[1]));
    }

    [Fact]
    public void An_entry_of_GRUB_to_be_booted_once_is_a_copy_beside_the_menu()
    {
        Put("boot/grub/grub.cfg", GrubMenu);
        var plan = OwnEntry.Plan(BootEntryFiles.Of(root), "enforce", "6.12.117", chosen: null);
        Assert.Empty(plan.Problems);
        Assert.Equal(["grub-reboot imara-enforce"], plan.Commands);
        var change = Assert.Single(plan.Changes);
        Assert.Null(change.Before);
        Assert.EndsWith("boot/grub/custom.cfg", change.Path, StringComparison.Ordinal);
        Assert.Equal(
            "### BEGIN imara ###\nmenuentry 'IMA enforce' --id imara-enforce {\n\tinsmod ext2\n\tlinux\t/vmlinuz-6.12.117 root=/dev/vda ro quiet ima_appraise=enforce\n\tinitrd\t/initrd.img-6.12.117\n}\n### END imara ###\n",
            After(change));
    }

    [Fact]
    public void What_others_wrote_beside_the_menu_stays()
    {
        Put("boot/grub/grub.cfg", GrubMenu);
        Put("boot/grub/custom.cfg", "set a=1");
        var files = BootEntryFiles.Of(root);
        var first = Assert.Single(OwnEntry.Plan(files, "enforce", "x", "Advanced options>Debian, with Linux 6.1").Changes);
        Assert.StartsWith("set a=1\n### BEGIN imara ###\n", After(first), StringComparison.Ordinal);
        Assert.Contains("\t\tlinux\t/vmlinuz-6.1 root=/dev/vda ro ima_appraise=enforce\n", After(first), StringComparison.Ordinal);
        File.WriteAllBytes(first.Path, first.After!.Value.Span);

        var second = Assert.Single(OwnEntry.Plan(files, "log", "x", chosen: null).Changes);
        Assert.Single(After(second).Split("BEGIN imara").Skip(1));
        Assert.Contains("--id imara-log", After(second), StringComparison.Ordinal);
        File.WriteAllBytes(second.Path, second.After!.Value.Span);
        Assert.Equal("set a=1\n", After(Assert.Single(OwnEntry.PlanRemoval(files).Changes)));
    }

    [Fact]
    public void An_entry_of_others_that_is_no_UTF_8_stays_byte_by_byte()
    {
        byte[] others = [.. "menuentry 'x' { linux /M"u8, 0xfc, .. "ller/vmlinuz }\n"u8];
        Put("boot/grub/grub.cfg", GrubMenu);
        Put("boot/grub/custom.cfg", string.Empty);
        var path = Path.Combine(root, "boot/grub/custom.cfg");
        File.WriteAllBytes(path, others);
        var files = BootEntryFiles.Of(root);
        var change = Assert.Single(OwnEntry.Plan(files, "enforce", "x", chosen: null).Changes);
        Assert.True(change.After!.Value.Span.StartsWith(others));
        File.WriteAllBytes(path, change.After.Value.Span);
        Assert.Equal(others, Assert.Single(OwnEntry.PlanRemoval(files).Changes).After!.Value.ToArray());
    }

    [Theory]
    [InlineData("source ${config_directory}/custom.cfg", "", "does not read custom.cfg")]
    [InlineData("menuentry 'Debian GNU/Linux'", "if true; then", "no menuentry around this line")]
    [InlineData("linux", "multiboot", "no linux command")]
    public void A_menu_that_cannot_take_an_entry_is_a_problem(string part, string other, string problem)
    {
        Put("boot/grub/grub.cfg", GrubMenu.Replace(part, other, StringComparison.Ordinal));
        Assert.Contains(problem, Assert.Single(OwnEntry.Plan(BootEntryFiles.Of(root), "enforce", "x", chosen: null).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void An_entry_of_systemd_boot_to_be_booted_once_is_a_copy_of_that_of_the_kernel_that_runs()
    {
        Put("boot/loader/entries/a.conf", "title A\nsort-key debian\nlinux /vmlinuz-6.12.117\noptions ima_appraise=log ro\n");
        Put("boot/loader/entries/b.conf", "title B\nlinux /vmlinuz-6.1\noptions ro\n");
        var files = BootEntryFiles.Of(root);
        var plan = OwnEntry.Plan(files, "enforce", "6.12.117", chosen: null);
        Assert.Equal(["bootctl set-oneshot '~imara-enforce.conf'"], plan.Commands);
        Assert.Equal("title A (IMA enforce)\nsort-key ~imara\nlinux /vmlinuz-6.12.117\noptions ima_appraise=enforce ro\n", After(Assert.Single(plan.Changes)));
        Assert.Contains("a.conf, b.conf", Assert.Single(OwnEntry.Plan(files, "enforce", "5.10", chosen: null).Problems), StringComparison.Ordinal);
        Assert.Contains("(IMA log)", After(OwnEntry.Plan(files, "log", "5.10", "b.conf").Changes[0]), StringComparison.Ordinal);
        Assert.Single(OwnEntry.Plan(files, "log", "5.10", "c.conf").Problems);

        Put("boot/loader/entries/~imara-enforce.conf", "title X\nlinux /x\noptions ro\n");
        plan = OwnEntry.Plan(files, "log", "6.12.117", chosen: null);
        Assert.Equal(["~imara-log.conf", "~imara-enforce.conf"], plan.Changes.Select(change => Path.GetFileName(change.Path)));
        Assert.Null(plan.Changes[1].After);
        Assert.Null(Assert.Single(OwnEntry.PlanRemoval(files).Changes).After);
    }

    [Theory]
    [InlineData("/opt/my tools/imara")]
    [InlineData("/opt/100%/imara")]
    [InlineData("/opt/$HOME/imara")]
    [InlineData("/usr/bin/imara\nExecStart=/bin/sh")]
    [InlineData("imara")]
    [InlineData("")]
    public void A_program_that_a_unit_cannot_name_is_in_none(string program)
    {
        Directory.CreateDirectory(Path.Combine(root, "etc/systemd/system"));
        var plan = LadderUnits.Plan(root, program);
        Assert.Empty(plan.Changes);
        Assert.Contains("units cannot hold this path", Assert.Single(plan.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void The_units_run_this_program_early_and_late()
    {
        Assert.Single(LadderUnits.Plan(root, "/usr/bin/imara").Problems);
        Directory.CreateDirectory(Path.Combine(root, "etc/systemd/system"));
        var plan = LadderUnits.Plan(root, "/usr/bin/imara");
        Assert.Contains("ExecStart=/usr/bin/imara boot enable --step-down begin\n", After(plan.Changes[0]), StringComparison.Ordinal);
        Assert.Contains("WantedBy=sysinit.target\n", After(plan.Changes[0]), StringComparison.Ordinal);
        Assert.Contains("ExecStart=/usr/bin/imara boot enable --step-down good\n", After(plan.Changes[1]), StringComparison.Ordinal);
        Assert.All(plan.Changes, change => Assert.Null(change.Before));
        Assert.Contains("After=multi-user.target\n", After(plan.Changes[1]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("2\n", 2)]
    [InlineData("-1\n", 1_000_000)]
    [InlineData("x", 1_000_000)]
    [InlineData("99999999999999999999", 1_000_000)]
    public void A_count_that_is_damaged_leads_down(string text, int expected) => Assert.Equal(expected, StepDown.TriesOf(Encoding.ASCII.GetBytes(text)));

    [Theory]
    [InlineData(LadderStep.Enforce, 2, false)]
    [InlineData(LadderStep.Enforce, 3, true)]
    [InlineData(LadderStep.Trial, 3, true)]
    [InlineData(LadderStep.Log, 9, false)]
    public void Only_what_enforces_steps_down(LadderStep step, int failed, bool isDue)
    {
        Assert.Equal(isDue, StepDown.IsDue(LadderState.Ground with { Step = step }, failed));
        Assert.Equal(failed, StepDown.TriesOf(StepDown.Write(failed).Span));
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(root, recursive: true);

    private void Put(string below, string text)
    {
        var path = Path.Combine(root, below);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private static string After(FileChange change) => Encoding.UTF8.GetString(change.After!.Value.Span);
}
