using System.Text;
using Imara.Appraisal.Archives.Manifests;
using Imara.Appraisal.Labelling;
using Imara.Linux.Files;
using Imara.Signatures;
using Imara.Tests.Shared;

namespace Imara.Appraisal.Tests.Archives;

public class XattrManifestTests
{
    private static readonly string[] Names =
        ["plain", "sub/a b", " lead", "trail ", "new\nline", "cr\rx", "tab\tx", "back\\slash", "end\\", "oct\\141", "q\"q", "\"qq\"", "s'q", "#hash", "é", "hi\xff\xfe", "x\x01\x7f", "a=b", "*[x]", "-dash"];

    [Fact]
    public void Each_file_gets_a_paragraph_that_setfattr_reads() =>
        Assert.Equal("# file: usr/bin/a b\nsecurity.ima=0x0404ff00\nsecurity.evm=0x0501\n\n", Dump(o => new SetfattrDump(o), "usr/bin/a b", Both));

    [Fact]
    public void Each_attribute_gets_a_line_that_mksquashfs_reads() =>
        Assert.Equal("/usr/bin/a\\ b x security.ima=0x0404ff00\n/usr/bin/a\\ b x security.evm=0x0501\n", Dump(o => new MksquashfsPseudo(o), "usr/bin/a b", Both));

    [Theory]
    [InlineData(FileStatusWord.Unchanged)]
    [InlineData(FileStatusWord.Failed)]
    [InlineData(FileStatusWord.Unreadable)]
    public void A_file_that_gets_nothing_is_not_named(FileStatusWord status) => Assert.Empty(Dump(o => new SetfattrDump(o), "a", Both with { Status = status }));

    [Fact]
    public void What_a_format_cannot_say_is_refused_and_leaves_no_trace()
    {
        using var output = new MemoryStream();
        var removal = new FileOutcome(FileStatusWord.Removed) { First = new XattrChange(ProtectedXattrs.Ima, null) };
        Assert.False(new SetfattrDump(output).TryAdd("a"u8, removal));
        Assert.False(new SetfattrDump(output).TryAdd(""u8, Both));
        Assert.False(new SetfattrDump(output).TryAdd("a\0b"u8, Both));
        Assert.False(new MksquashfsPseudo(output).TryAdd("a"u8, removal));
        Assert.False(new MksquashfsPseudo(output).TryAdd("a\nb"u8, Both));
        Assert.Equal(0, output.Length);
    }

    [Fact]
    public void Setfattr_sets_what_the_dump_says_whatever_files_are_called()
    {
        using var mount = TestMount.Ext4();
        using var dump = new MemoryStream();
        var manifest = new SetfattrDump(dump);
        foreach (var name in Names)
        {
            Create(mount.Root, name);
            Assert.True(manifest.TryAdd(Encoding.Latin1.GetBytes(name), OutcomeFor(name)));
        }

        var result = Command.Run("/bin/sh", ["-c", $"cd {mount.Root} && setfattr --restore=-"], dump.ToArray());
        Assert.True(result.Exit == 0, result.Error);
        Assert.All(Names, name => Assert.Equal(LabelOf(name), ReadLabel($"{mount.Root}/", name)));
    }

    [Fact]
    public void Gensquashfs_makes_an_image_with_what_the_dump_says()
    {
        using var mount = TestMount.Ext4();
        var dump = new MemoryStream();
        foreach (var name in (string[])["plain", "sub/a b"])
        {
            Create($"{mount.Root}/tree", name);
            Assert.True(new SetfattrDump(dump).TryAdd(Encoding.Latin1.GetBytes(name), OutcomeFor(name)));
        }

        File.WriteAllBytes($"{mount.Root}/dump", dump.ToArray());
        TestMount.Shell($"cd {mount.Root} && gensquashfs -q -D tree -A dump image && mkdir m copy && mount -o loop image m && cp -a --preserve=xattr m/. copy; umount m");
        Assert.Equal(LabelOf("plain"), ReadLabel($"{mount.Root}/copy/", "plain"));
        Assert.Equal(LabelOf("sub/a b"), ReadLabel($"{mount.Root}/copy/", "sub/a b"));
    }

    // Debian 12 has mksquashfs 4.5.1, without definitions of attributes; names are written as in definitions of modes, which it has.
    [Fact]
    public void Mksquashfs_understands_every_name()
    {
        using var mount = TestMount.Ext4();
        using var definitions = new MemoryStream();
        var names = Names.Where(n => !n.Contains('\n', StringComparison.Ordinal)).ToList();
        foreach (var name in names)
        {
            Create($"{mount.Root}/tree", name);
            var line = Dump(o => new MksquashfsPseudo(o), name, OutcomeFor(name));
            definitions.Write(Encoding.Latin1.GetBytes(line.Replace($" x security.ima=0x{Convert.ToHexStringLower(LabelOf(name))}", " m 0640 5 6", StringComparison.Ordinal)));
        }

        File.WriteAllBytes($"{mount.Root}/definitions", definitions.ToArray());
        TestMount.Shell($"cd {mount.Root} && mksquashfs tree image -pf definitions -quiet -no-progress && unsquashfs -lln image | grep -a -c '^-rw-r----- 5/6' >count");
        Assert.Equal($"{names.Count}\n", File.ReadAllText($"{mount.Root}/count"));
    }

    private static FileOutcome Both { get; } = new(FileStatusWord.Written) { First = new XattrChange(ProtectedXattrs.Ima, [4, 4, 0xff, 0]), Second = new XattrChange(ProtectedXattrs.Evm, [5, 1]) };

    private static byte[] LabelOf(string name) => Given.HashLabel(name);

    private static FileOutcome OutcomeFor(string name) => new(FileStatusWord.Written) { First = new XattrChange(ProtectedXattrs.Ima, LabelOf(name)) };

    private static string Dump(Func<Stream, XattrManifest> make, string path, FileOutcome outcome)
    {
        using var output = new MemoryStream();
        Assert.True(make(output).TryAdd(Encoding.Latin1.GetBytes(path), outcome));
        return Encoding.Latin1.GetString(output.ToArray());
    }

    // .NET's own calls cannot name a file that is not UTF-8.
    private static void Create(string folder, string name)
    {
        Directory.CreateDirectory($"{folder}/sub");
        byte[] path = [.. Encoding.UTF8.GetBytes($"{folder}/"), .. Encoding.Latin1.GetBytes(name)];
        Assert.Equal(Errno.None, Descriptor.Open(path, OpenFlags.WriteOnly | OpenFlags.Create, out var descriptor, 0x1a4));
        Descriptor.Close(descriptor);
    }

    private static byte[] ReadLabel(string folder, string name)
    {
        var value = new byte[100];
        byte[] path = [.. Encoding.UTF8.GetBytes(folder), .. Encoding.Latin1.GetBytes(name)];
        Assert.Equal(Errno.None, ExtendedAttributes.Read(path, "security.ima"u8, value, out var length));
        return value[..length];
    }
}
