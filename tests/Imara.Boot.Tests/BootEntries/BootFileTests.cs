using System.Text;
using Imara.Boot.BootEntries;

namespace Imara.Boot.Tests.BootEntries;

public class BootFileTests
{
    private const string Menu = """
        set default="0"
        function load_video {
          insmod all_video
        }
        # menuentry 'commented' { linux /x ima_policy=no }
        menuentry 'Debian GNU/Linux' --class debian $menuentry_id_option 'gnulinux-simple' {
        	load_video
        	linux	/boot/vmlinuz-6.12 root=UUID=1 ro quiet ima_policy=tcb\|appraise_tcb
        	initrd	/boot/initrd.img-6.12
        }
        submenu "Advanced options" {
          menuentry 'Debian, with Linux 6.1' {
            linux /boot/vmlinuz-6.1 root=UUID=1 "ima_policy=tcb|critical_data" \
              ima_appraise=log # why
          }
          menuentry 'bad' { linuxefi /vmlinuz ima_policy=tcb|appraise_tcb; }
          menuentry 'bare' { linux /vmlinuz }
        }

        """;

    [Fact]
    public void A_bare_line_is_one_entry()
    {
        var file = Read("BOOT_IMAGE=/vmlinuz ima_policy=\"tcb appraise_tcb\" -- x\n", BootFileKind.CommandLine);
        Assert.Equal(["BOOT_IMAGE=/vmlinuz ima_policy=\"tcb appraise_tcb\" -- x"], Lines(file));
    }

    [Fact]
    public void Lines_of_etc_kernel_cmdline_are_one_and_comments_are_none_of_it() =>
        Assert.Equal(["root=/dev/vda1 ro ima_policy=tcb"], Lines(Read("# ours\nroot=/dev/vda1 ro\n\n  ima_policy=tcb  \n", BootFileKind.CommandLine)));

    [Fact]
    public void Options_lines_of_a_loader_entry_are_joined()
    {
        var file = Read("# made by hand\ntitle Debian 13\nversion 6.12\nlinux /vmlinuz\noptions root=/dev/vda1 ro\ninitrd /initrd\noptions ima_policy=tcb|appraise_tcb\n", BootFileKind.LoaderEntry);
        Assert.Equal(["root=/dev/vda1 ro ima_policy=tcb|appraise_tcb"], Lines(file));
        Assert.Equal(("Debian 13", 5), (file.Entries[0].Title.ToString(), file.Entries[0].Line));
    }

    [Fact]
    public void The_linux_commands_of_a_grub_menu_are_unquoted()
    {
        var file = Read(Menu, BootFileKind.GrubMenu);
        Assert.Equal(
            [
                "root=UUID=1 ro quiet ima_policy=tcb|appraise_tcb",
                "root=UUID=1 ima_policy=tcb|critical_data ima_appraise=log",
                "ima_policy=tcb|appraise_tcb",
                "",
            ],
            Lines(file));
        Assert.Equal(
            ["Debian GNU/Linux", "Advanced options>Debian, with Linux 6.1", "Advanced options>bad", "Advanced options>bare"],
            file.Entries.Select(entry => entry.Title.ToString()));
        Assert.Equal([8, 13, 16, 17], file.Entries.Select(entry => entry.Line));
    }

    [Fact]
    public void A_bar_that_is_not_quoted_is_a_problem_of_its_entry()
    {
        var file = Read(Menu, BootFileKind.GrubMenu);
        var problem = Assert.Single(file.Entries[2].Problems);
        Assert.StartsWith("|appraise_tcb; }", Menu[(int)problem.Offset..], StringComparison.Ordinal);
        Assert.Empty(file.Entries[0].Problems);
        Assert.Empty(file.Entries[1].Problems);
    }

    [Fact]
    public void A_word_with_a_blank_reaches_the_kernel_in_quotes() =>
        Assert.Equal(["a \"ima_policy=tcb appraise_tcb\""], Lines(Read("menuentry x {\nlinux /v a 'ima_policy=tcb appraise_tcb'\n}\n", BootFileKind.GrubMenu)));

    [Fact]
    public void A_variable_of_grub_stays_by_its_name()
    {
        var entry = Read("menuentry x {\nlinux /v ro ${extra} $kernelopts\n}\n", BootFileKind.GrubMenu).Entries[0];
        Assert.True(entry.HasVariables);
        Assert.Equal("ro ${extra} $kernelopts", entry.CommandLine.ToString());
    }

    [Theory]
    [InlineData("GRUB_CMDLINE_LINUX=\"ima_policy=tcb\\|appraise_tcb\"\n", "ima_policy=tcb|appraise_tcb", "ima_policy=tcb|appraise_tcb")]
    [InlineData("GRUB_CMDLINE_LINUX='\"ima_policy=tcb|x\"'\nGRUB_CMDLINE_LINUX_DEFAULT=quiet\n", "ima_policy=tcb|x quiet", "ima_policy=tcb|x")]
    [InlineData("GRUB_CMDLINE_LINUX=a\nexport GRUB_CMDLINE_LINUX=\"$GRUB_CMDLINE_LINUX b\"\nGRUB_CMDLINE_LINUX+=\\ c\n", "a b c", "a b c")]
    [InlineData("GRUB_CMDLINE_LINUX=a\nGRUB_CMDLINE_LINUX=\"b\"' c'\\ d # e\n", "b c d", "b c d")]
    [InlineData("# GRUB_CMDLINE_LINUX=a\nGRUB_CMDLINE_LINUX=\"one \\\ntwo\"\n", "one two", "one two")]
    [InlineData("GRUB_CMDLINE_LINUX_DEFAULT=\"ima_policy=\\\"tcb|x\\\"\"\n", "ima_policy=tcb|x", "")]
    [InlineData("GRUB_TIMEOUT=5\n", "", "")]
    public void Variables_of_grub_defaults_are_unquoted_by_the_shell_and_by_grub(string text, string normal, string recovery)
    {
        var file = Read(text, BootFileKind.GrubDefaults);
        Assert.Equal([normal, recovery], Lines(file));
        Assert.Equal(["normal", "recovery"], file.Entries.Select(entry => entry.Title.ToString()));
        Assert.All(file.Entries, entry => Assert.Empty(entry.Problems));
    }

    [Fact]
    public void Without_a_recovery_entry_there_is_one() =>
        Assert.Single(Read("GRUB_CMDLINE_LINUX=a\nGRUB_DISABLE_RECOVERY=\"true\"\n", BootFileKind.GrubDefaults).Entries);

    [Fact]
    public void A_bar_that_only_the_shell_saw_quoted_is_a_problem()
    {
        const string text = "GRUB_CMDLINE_LINUX=\"ima_policy=tcb|appraise_tcb\"\n";
        var entry = Read(text, BootFileKind.GrubDefaults).Entries[0];
        Assert.Equal(text.IndexOf('|', StringComparison.Ordinal), Assert.Single(entry.Problems).Offset);
        Assert.Equal("ima_policy=tcb|appraise_tcb", entry.CommandLine.ToString());
    }

    [Fact]
    public void A_command_in_a_value_is_not_run()
    {
        var entry = Read("GRUB_CMDLINE_LINUX=\"a $(cat x) `y` $z\"\n", BootFileKind.GrubDefaults).Entries[0];
        Assert.True(entry.HasVariables);
        Assert.StartsWith("a $(cat x)", entry.CommandLine.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_part_of_the_command_line_is_found_in_the_file()
    {
        const string text = "GRUB_CMDLINE_LINUX=\"quiet ima_policy=tcb\\|x\"\n";
        var entry = Read(text, BootFileKind.GrubDefaults).Entries[0];
        var at = entry.CommandLine.ToString().IndexOf("ima_policy", StringComparison.Ordinal);
        var span = entry.Locate(new SourceSpan(at, "ima_policy=tcb|x".Length))!.Value;
        Assert.Equal("ima_policy=tcb\\|x", text.Substring(span.Start, span.Length));
    }

    [Theory]
    [InlineData("GRUB_CMDLINE_LINUX=\"open\n", 19, "a \" is not closed")]
    [InlineData("ima_policy=tcb\0", 14, "a NUL byte: this is no text")]
    public void What_cannot_be_read_is_refused_with_its_offset(string text, int offset, string message)
    {
        Assert.False(BootFile.TryRead(Encoding.UTF8.GetBytes(text), kind: null, out var file, out var error));
        Assert.Null(file);
        Assert.Equal(new FormatError(offset, message), error);
    }

    [Fact]
    public void Variables_that_double_themselves_are_refused_before_memory_ends()
    {
        var text = "GRUB_CMDLINE_LINUX=aaaaaaaa\n" + string.Concat(Enumerable.Repeat("GRUB_CMDLINE_LINUX=$GRUB_CMDLINE_LINUX$GRUB_CMDLINE_LINUX\n", 60));
        Assert.False(BootFile.TryRead(Encoding.UTF8.GetBytes(text), kind: null, out _, out var error));
        Assert.Equal("too long a value for a command line", error.Message);
    }

    [Fact]
    public void A_grub_menu_without_kernels_is_refused()
    {
        Assert.False(BootFile.TryRead("menuentry x { chainloader /y }\n"u8.ToArray(), kind: null, out _, out var error));
        Assert.Equal("no linux command", error.Message);
    }

    private static BootFile Read(string text, BootFileKind kind)
    {
        Assert.True(BootFile.TryRead(Encoding.UTF8.GetBytes(text), kind: null, out var file, out var error), error.ToString());
        Assert.Equal(kind, file.Kind);
        return file;
    }

    private static IEnumerable<string> Lines(BootFile file) => file.Entries.Select(entry => entry.CommandLine.ToString());
}
