using System.Text;
using Imara.Linux.Files;
using Imara.Linux.ProcFs;

namespace Imara.Linux.Tests.ProcFs;

public sealed class OpenFileSearchTests : IDisposable
{
    private const string Maps =
        "55d0c0a00000-55d0c0a02000 r--p 00000000 fe:00 1835063                    /usr/bin/cat\n"
        + "7ffc5e3c8000-7ffc5e3e9000 rw-p 00000000 00:00 0                          [stack]\n";

    private readonly TemporaryMount mount = TemporaryMount.Tmpfs();

    public void Dispose() => mount.Dispose();

    [Theory]
    [InlineData("exec <$M/file", true)]
    [InlineData("exec >>$M/file", false)]
    [InlineData("exec </dev/null", false)]
    public void A_reader_in_another_process_is_found_and_a_writer_is_none(string open, bool expected) =>
        Assert.Equal(expected, Search(open.Replace("$M", mount.Root, StringComparison.Ordinal) + "; echo >&2; sleep 1000"));

    [Fact]
    public void A_mapping_without_a_descriptor_is_found() =>
        Assert.True(Search($"exec python3 -c 'import mmap, os, sys, time\nf = open(\"{mount.Root}/file\", \"rb\")\nm = mmap.mmap(f.fileno(), 0, prot=mmap.PROT_READ)\nf.close()\nprint(file=sys.stderr, flush=True)\ntime.sleep(1000)'"));

    [Fact]
    public void A_file_of_this_process_alone_is_not_found()
    {
        using var file = new OpenedFile(mount.Write("file", "x"));
        Assert.Equal(Errno.None, FileStatus.Read(file.Descriptor, out var status));
        Assert.False(OpenFileSearch.IsOpenForReading(status.Device, status.Inode));
    }

    [Theory]
    [InlineData(1835063, true)]
    [InlineData(183506, false)]
    [InlineData(35063, false)]
    public void A_mapping_is_recognised_by_its_whole_inode_number(ulong inode, bool expected) =>
        Assert.Equal(expected, OpenFileSearch.MapsInode(Encoding.ASCII.GetBytes(Maps), inode));

    private bool Search(string script)
    {
        var path = mount.Write("file", "x");
        using var child = Shell.StartIt(script);
        try
        {
            child.StandardError.ReadLine();
            Assert.Equal(Errno.None, FileStatus.Read(Encoding.UTF8.GetBytes(path), out var status));
            return OpenFileSearch.IsOpenForReading(status.Device, status.Inode);
        }
        finally
        {
            child.Kill(entireProcessTree: true);
            child.WaitForExit();
        }
    }
}
