using System.Text;
using Imara.Linux.Files;
using Imara.Tests.Shared;

namespace Imara.Appraisal.Tests.Archives;

/// <summary>Archives of the tools people use, labelled and unpacked by those tools onto a real file system.</summary>
public class TarToolsTests
{
    private const string MakeTree =
        "mkdir -p tree/sub && printf content >tree/plain && printf other >tree/sub/$(printf '%0150d' 7) && : >tree/empty && ln tree/plain tree/link && ln -s plain tree/symlink"
        + " && printf x >\"tree/new\nline = \\\\\" && head -c 3000000 /dev/urandom >tree/large && setfattr -n security.ima -v 0x0404aa0a00ff3d tree/plain"
        + " && chown 70000:80000 tree/empty && setfattr -n security.capability -v 0x0100000200000a000000000000000000000000ff tree/empty && mkfifo tree/fifo";

    private const string PythonMaker =
        "import sys, tarfile; t = tarfile.open(sys.argv[1], 'w', format=getattr(tarfile, sys.argv[2]), pax_headers={'comment': 'x'} if sys.argv[2] == 'PAX_FORMAT' else None);"
        + " t.add('tree'); t.close()";

    [Theory]
    [InlineData("tar --format=gnu -cf a.tar tree")]
    [InlineData("tar --format=oldgnu -cf a.tar tree")]
    [InlineData("tar --format=posix -cf a.tar tree")]
    [InlineData("tar --xattrs --xattrs-include='*' -cf a.tar tree")]
    [InlineData("tar --format=posix --pax-option=comment:=global,SCHILY.fflags=x -b 1 -cf a.tar tree")]
    [InlineData("bsdtar -cf a.tar tree")]
    [InlineData("bsdtar --format=gnutar -cf a.tar tree")]
    [InlineData("python3 -c \"$MAKER\" a.tar PAX_FORMAT")]
    [InlineData("python3 -c \"$MAKER\" a.tar GNU_FORMAT")]
    public void Archives_of_every_tool_are_labelled_and_unpack_with_their_labels(string make)
    {
        using var mount = TestMount.Ext4();
        var folder = mount.Root;
        Run(folder, $"{MakeTree} && MAKER=\"{PythonMaker}\" && {make}");
        var before = File.ReadAllBytes($"{folder}/a.tar");
        var heard = new HeardArchive();
        File.WriteAllBytes($"{folder}/b.tar", Labelled.Hash(before, heard));
        Assert.DoesNotContain(heard.Lines, line => line.Contains("Failed", StringComparison.Ordinal));
        Assert.Equal(5, heard.Lines.Count(line => line.EndsWith("Written", StringComparison.Ordinal)));
        Assert.Contains("tree/link: Skipped", string.Join('\n', heard.Lines).Replace("tree/plain: Skipped", "tree/link: Skipped", StringComparison.Ordinal), StringComparison.Ordinal);
        foreach (var unpack in (string[])["tar --xattrs --xattrs-include='security.*' --numeric-owner -xpf", "bsdtar --xattrs --numeric-owner -xpf"])
        {
            Run(folder, $"rm -rf out && mkdir out && {unpack} b.tar -C out && diff -r --no-dereference tree out/tree --exclude=fifo");
            foreach (var file in Directory.EnumerateFiles($"{folder}/out/tree", "*", SearchOption.AllDirectories).Where(f => new FileInfo(f).LinkTarget is null && !f.EndsWith("fifo", StringComparison.Ordinal)))
            {
                Assert.Equal(LabelOf(File.ReadAllBytes(file)), Convert.ToHexStringLower(Read(file, "security.ima"u8)));
            }

            if (make.Contains("xattrs", StringComparison.Ordinal) || make.StartsWith("bsdtar -cf", StringComparison.Ordinal))
            {
                Assert.Equal("0100000200000a000000000000000000000000ff", Convert.ToHexStringLower(Read($"{folder}/out/tree/empty", "security.capability"u8)));
            }
        }
    }

    [Fact]
    public void A_labelled_archive_makes_a_file_system_image()
    {
        using var mount = TestMount.Ext4();
        var folder = mount.Root;
        Run(folder, "mkdir tree && printf content >tree/plain && tar -cf a.tar tree");
        File.WriteAllBytes($"{folder}/b.tar", Labelled.Hash(File.ReadAllBytes($"{folder}/a.tar")));
        Run(folder, "sqfstar image.sqfs <b.tar >log && mkdir m && mount -o loop image.sqfs m && cp -a --preserve=xattr m/tree/plain copy; umount m");
        Assert.Equal(LabelOf("content"u8.ToArray()), Convert.ToHexStringLower(Read($"{folder}/copy", "security.ima"u8)));
        Run(folder, "tar2sqfs -q other.sqfs <b.tar && rdsquashfs -x tree/plain other.sqfs >dump");
        Assert.Contains("security.ima", File.ReadAllText($"{folder}/dump"), StringComparison.Ordinal);
    }

    private static string LabelOf(byte[] content) => "0404" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content));

    private static byte[] Read(string path, ReadOnlySpan<byte> name)
    {
        var value = new byte[1024];
        Assert.Equal(Errno.None, ExtendedAttributes.Read(Encoding.UTF8.GetBytes(path), name, value, out var length));
        return value[..length];
    }

    private static void Run(string folder, string command)
    {
        var result = Command.Run("/bin/sh", ["-ec", $"cd {folder}; {command}"]);
        Assert.True(result.Exit == 0, $"{command}: exit {result.Exit}\n{result.Error}");
    }
}
