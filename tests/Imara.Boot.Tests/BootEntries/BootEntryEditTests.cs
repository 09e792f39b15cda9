using System.Text;
using CsCheck;
using Imara.Boot.BootEntries;
using Imara.Boot.CommandLine;

namespace Imara.Boot.Tests.BootEntries;

public class BootEntryEditTests
{
    [Theory]
    [InlineData("ro quiet\n", "ro quiet ima_appraise=log\n")]
    [InlineData("ro ima_appraise=enforce quiet\n", "ro ima_appraise=log quiet\n")]
    [InlineData("ima-appraise=fix ro ima_appraise=enforce\n", "ima_appraise=log ro\n")]
    [InlineData("ro -- single\n", "ro ima_appraise=log -- single\n")]
    [InlineData("ro -- ima_appraise=fix", "ro ima_appraise=log -- ima_appraise=fix")]
    [InlineData("", "ima_appraise=log")]
    [InlineData("# comment\n", "ima_appraise=log\n# comment\n")]
    [InlineData("ro ima_appraise=log\n", "ro ima_appraise=log\n")]
    [InlineData("title x\nlinux /v\noptions ro\noptions quiet\n", "title x\nlinux /v\noptions ro\noptions quiet ima_appraise=log\n")]
    [InlineData("title x\nlinux /v\noptions ro ima_appraise=fix\noptions quiet ima_appraise=off\n", "title x\nlinux /v\noptions ro ima_appraise=log\noptions quiet\n")]
    [InlineData("title x\nlinux /v\noptions\n", "title x\nlinux /v\noptions ima_appraise=log\n")]
    [InlineData("title x\nlinux /v", "title x\nlinux /v\noptions ima_appraise=log\n")]
    [InlineData("menuentry x {\n\tlinux /v\n}\n", "menuentry x {\n\tlinux /v ima_appraise=log\n}\n")]
    [InlineData("menuentry x {\n\tlinux /v ro 'ima_appraise=fix' # why\n}\n", "menuentry x {\n\tlinux /v ro ima_appraise=log # why\n}\n")]
    [InlineData("menuentry x {\n\tlinux /v ro \\\n  quiet\n}\n", "menuentry x {\n\tlinux /v ro \\\n  quiet ima_appraise=log\n}\n")]
    [InlineData("GRUB_CMDLINE_LINUX=\"a\"\nGRUB_CMDLINE_LINUX_DEFAULT=\"\"\n", "GRUB_CMDLINE_LINUX=\"a\"\nGRUB_CMDLINE_LINUX_DEFAULT=\"ima_appraise=log\"\n")]
    [InlineData("GRUB_CMDLINE_LINUX='ima_appraise=fix b'\nGRUB_CMDLINE_LINUX_DEFAULT=quiet\n", "GRUB_CMDLINE_LINUX='ima_appraise=log b'\nGRUB_CMDLINE_LINUX_DEFAULT=quiet\n")]
    [InlineData("GRUB_CMDLINE_LINUX_DEFAULT=quiet\n", "GRUB_CMDLINE_LINUX_DEFAULT=quiet\\ ima_appraise=log\n")]
    [InlineData("GRUB_TIMEOUT=5", "GRUB_TIMEOUT=5\nGRUB_CMDLINE_LINUX=\"ima_appraise=log\"\n")]
    [InlineData("GRUB_CMDLINE_LINUX=\"a\"\nGRUB_CMDLINE_LINUX=\"$GRUB_CMDLINE_LINUX b\"\n", "GRUB_CMDLINE_LINUX=\"a\"\nGRUB_CMDLINE_LINUX=\"$GRUB_CMDLINE_LINUX b ima_appraise=log\"\n")]
    public void Setting_a_parameter_keeps_everything_else(string before, string after)
    {
        var file = Read(before);
        Assert.True(BootEntryEdit.TrySet(file, entry: 0, "ima_appraise", "log", out var edited, out var error), error.ToString());
        Assert.Equal(after, Encoding.UTF8.GetString(edited.Span));
    }

    [Theory]
    [InlineData("ro ima_policy=x quiet\n", "ro ima_policy=tcb|appraise_tcb quiet\n")]
    [InlineData("menuentry x {\n\tlinux /v ima_policy=tcb|x\n}\n", "menuentry x {\n\tlinux /v ima_policy=tcb\\|appraise_tcb\n}\n")]
    [InlineData("GRUB_CMDLINE_LINUX=\"ima_policy='tcb|x' quiet\"\n", "GRUB_CMDLINE_LINUX=\"ima_policy=tcb\\|appraise_tcb quiet\"\n")]
    [InlineData("GRUB_CMDLINE_LINUX='quiet'\n", "GRUB_CMDLINE_LINUX='quiet ima_policy=tcb\\|appraise_tcb'\n")]
    [InlineData("GRUB_CMDLINE_LINUX=quiet\n", "GRUB_CMDLINE_LINUX=quiet\\ ima_policy=tcb\\\\\\|appraise_tcb\n")]
    public void A_bar_is_quoted_as_the_file_needs_it(string before, string after)
    {
        Assert.True(BootEntryEdit.TrySet(Read(before), entry: 0, "ima_policy", "tcb|appraise_tcb", out var edited, out var error), error.ToString());
        Assert.Equal(after, Encoding.UTF8.GetString(edited.Span));
    }

    [Theory]
    [InlineData("a ima_tcb b ima-tcb\n", "a b\n")]
    [InlineData("ima_tcb b\n", "b\n")]
    [InlineData("ima_tcb", "")]
    [InlineData("a b -- ima_tcb\n", "a b -- ima_tcb\n")]
    [InlineData("menuentry x {\n\tlinux /v ima_tcb \"ima_tcb\"\n}\n", "menuentry x {\n\tlinux /v\n}\n")]
    [InlineData("GRUB_CMDLINE_LINUX=ima_tcb\\ b\n", "GRUB_CMDLINE_LINUX=b\n")]
    [InlineData("GRUB_CMDLINE_LINUX=\"ima_tcb\"\nGRUB_CMDLINE_LINUX_DEFAULT=\"quiet ima_tcb\"\n", "GRUB_CMDLINE_LINUX=\"\"\nGRUB_CMDLINE_LINUX_DEFAULT=\"quiet\"\n")]
    public void Removing_a_parameter_keeps_everything_else(string before, string after)
    {
        Assert.True(BootEntryEdit.TryRemove(Read(before), entry: 0, "ima_tcb", out var edited, out var error), error.ToString());
        Assert.Equal(after, Encoding.UTF8.GetString(edited.Span));
    }

    [Fact]
    public void Only_the_entry_asked_for_changes()
    {
        var file = Read("menuentry a {\nlinux /v ro\n}\nmenuentry b {\nlinux /v ro\n}\n");
        Assert.True(BootEntryEdit.TrySet(file, entry: 1, "ima_tcb", value: null, out var edited, out _));
        Assert.Equal("menuentry a {\nlinux /v ro\n}\nmenuentry b {\nlinux /v ro ima_tcb\n}\n", Encoding.UTF8.GetString(edited.Span));
    }

    [Theory]
    [InlineData("GRUB_CMDLINE_LINUX=\"a ima_\"'policy=x'\n", "ima_policy", "tcb")]
    [InlineData("GRUB_CMDLINE_LINUX='a'\n", "x", "it's")]
    [InlineData("menuentry x {\nlinux /v\n}\n", "x", "back\\slash")]
    [InlineData("ro\n", "ima policy", "tcb")]
    [InlineData("ro\n", "ima_policy", "a\nb")]
    [InlineData("ro\n", "", "x")]
    public void What_cannot_be_written_is_refused_and_the_file_stays(string before, string name, string value)
    {
        var file = Read(before);
        Assert.False(BootEntryEdit.TrySet(file, entry: 0, name, value, out var edited, out var error));
        Assert.Equal(before, Encoding.UTF8.GetString(edited.Span));
        Assert.NotEmpty(error.Message);
    }

    private static readonly Gen<string> Words = Gen.OneOf("ro", "quiet", "ima_policy=tcb", "ima-policy=x", "ima_policy=\"a b\"", "--", "x=a|b", "é", "$v").List[0, 6].Select(list => string.Join(' ', list));

    private static readonly Gen<string> Files = Gen.Select(Gen.Int[0, 5], Words, Words).Select((kind, a, b) => kind switch
    {
        0 => a + "\n",
        1 => $"title t\nlinux /v\noptions {a}\noptions {b}\n",
        2 => $"menuentry m {{\n linux /v {a.Replace("|", "\\|", StringComparison.Ordinal)}\n}}\nmenuentry n {{ linux /w {b.Replace("|", "\\|", StringComparison.Ordinal)}\n}}",
        3 => $"GRUB_CMDLINE_LINUX='{a.Replace("|", "\\|", StringComparison.Ordinal)}'\nGRUB_CMDLINE_LINUX_DEFAULT='{b.Replace("|", "'\\|'", StringComparison.Ordinal)}'\n",
        4 => $"GRUB_X=1\nGRUB_CMDLINE_LINUX_DEFAULT=\"{a.Replace("\"", "\\\"", StringComparison.Ordinal).Replace("$", "\\$", StringComparison.Ordinal)}\"",
        _ => $"GRUB_CMDLINE_LINUX=\"{a.Replace("\"", "\\\"", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal)}\"\nGRUB_DISABLE_RECOVERY=true\n",
    });

    [Fact]
    public void What_is_set_reads_back_once_and_the_other_parameters_stay() => Gen.Select(Files, Gen.OneOf("tcb", "tcb|appraise_tcb", "a b", "", "$x;{}")).Sample((text, value) =>
    {
        var file = Read(text);
        for (var entry = 0; entry < file.Entries.Length; entry++)
        {
            var before = CommandLineWords.Split(file.Entries[entry].CommandLine.Span);
            if (!BootEntryEdit.TrySet(file, entry, "ima_policy", value, out var edited, out var error))
            {
                Assert.Contains("by hand", error.Message, StringComparison.Ordinal);
                continue;
            }

            Assert.True(BootFile.TryRead(edited, file.Kind, out var after, out _));
            var words = CommandLineWords.Split(after.Entries[entry].CommandLine.Span);
            var set = Assert.Single(words, word => !word.IsForInit && word.Is("ima_policy"));
            Assert.Equal(value, set.Value!.Value.ToString());
            Assert.Equal(
                before.Where(word => word.IsForInit || !word.Is("ima_policy")).Select(word => word.ToString()),
                words.Where(word => word.IsForInit || !word.Is("ima_policy")).Select(word => word.ToString()));

            if (!BootEntryEdit.TryRemove(after, entry, "ima_policy", out edited, out error))
            {
                // What was there already, in pieces, was left as it is.
                Assert.Equal(text, Encoding.UTF8.GetString(edited.Span));
                Assert.Contains("by hand", error.Message, StringComparison.Ordinal);
                continue;
            }

            Assert.True(BootFile.TryRead(edited, file.Kind, out var without, out _));
            Assert.DoesNotContain(CommandLineWords.Split(without.Entries[entry].CommandLine.Span), word => !word.IsForInit && word.Is("ima_policy"));
        }
    });

    [Fact]
    public void No_text_is_too_strange_to_be_read() => Gen.OneOf(Files, Gen.Char["GRUB_CMDLINEX=+'\"\\$`{}()|;# \n-aé"].Array[0, 60].Select(chars => new string(chars))).Sample(text =>
    {
        foreach (var kind in Enum.GetValues<BootFileKind>())
        {
            if (BootFile.TryRead(Encoding.UTF8.GetBytes(text), kind, out var file, out _))
            {
                Assert.NotEmpty(file.Entries);
                Assert.All(file.Entries, entry =>
                {
                    foreach (var word in CommandLineWords.Split(entry.CommandLine.Span))
                    {
                        Assert.InRange(entry.Locate(word.Span)?.End ?? 0, 0, Encoding.UTF8.GetByteCount(text));
                    }
                });
            }
        }
    });

    private static BootFile Read(string text)
    {
        Assert.True(BootFile.TryRead(Encoding.UTF8.GetBytes(text), kind: null, out var file, out var error), error.ToString());
        return file;
    }
}
