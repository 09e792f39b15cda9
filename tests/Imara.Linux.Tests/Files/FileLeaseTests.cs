using Imara.Linux.Files;

namespace Imara.Linux.Tests.Files;

public sealed class FileLeaseTests : IDisposable
{
    private readonly TemporaryMount mount = TemporaryMount.Tmpfs();

    public void Dispose() => mount.Dispose();

    [Fact]
    public void A_file_nobody_else_has_open_has_neither_writers_nor_others()
    {
        using var file = new OpenedFile(mount.Write("file", "x"));
        Assert.Equal(Errno.None, FileLease.ProbeWriters(file.Descriptor));
        Assert.Equal(Errno.None, FileLease.ProbeOthers(file.Descriptor));
    }

    [Fact]
    public void A_reader_elsewhere_counts_as_other_but_not_as_writer()
    {
        var path = mount.Write("file", "x");
        using var file = new OpenedFile(path);
        using (new OpenedFile(path))
        {
            Assert.Equal(Errno.None, FileLease.ProbeWriters(file.Descriptor));
            Assert.Equal(Errno.EAGAIN, FileLease.ProbeOthers(file.Descriptor));
        }

        Assert.Equal(Errno.None, FileLease.ProbeOthers(file.Descriptor));
    }

    [Fact]
    public void A_writer_elsewhere_counts_as_both_until_it_is_gone()
    {
        var path = mount.Write("file", "x");
        using var file = new OpenedFile(path);
        using (new OpenedFile(path, OpenFlags.WriteOnly))
        {
            Assert.Equal(Errno.EAGAIN, FileLease.ProbeWriters(file.Descriptor));
            Assert.Equal(Errno.EAGAIN, FileLease.ProbeOthers(file.Descriptor));
        }

        Assert.Equal(Errno.None, FileLease.ProbeWriters(file.Descriptor));
    }

    [Fact]
    public void A_probe_leaves_no_lease_behind()
    {
        var path = mount.Write("file", "x");
        using var file = new OpenedFile(path);
        FileLease.ProbeWriters(file.Descriptor);
        FileLease.ProbeOthers(file.Descriptor);

        // With a lease held by another descriptor a non-blocking open for writing would answer EAGAIN.
        using var writer = new OpenedFile(path, OpenFlags.WriteOnly | OpenFlags.NonBlocking);
        Assert.True(writer.Descriptor >= 0);
    }

    [Fact]
    public void A_directory_cannot_be_probed()
    {
        using var directory = new OpenedFile(mount.Root);
        Assert.Equal(Errno.EINVAL, FileLease.ProbeWriters(directory.Descriptor));
    }
}
