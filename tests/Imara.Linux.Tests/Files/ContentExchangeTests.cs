using System.Text;
using Imara.Linux.Files;

namespace Imara.Linux.Tests.Files;

public sealed class ContentExchangeTests : IDisposable
{
    private readonly TemporaryMount mount = TemporaryMount.Tmpfs();

    public void Dispose() => mount.Dispose();

    [Fact]
    public void The_new_file_has_the_owner_the_mode_and_the_labels_of_the_old_one()
    {
        var path = mount.Write("file", "old");
        Shell.Run($"chown 12:34 {path}; chmod 640 {path}; setfattr -n security.selinux -v system_u:object_r:etc_t {path}; setfattr -n security.ima -v 0x0404 {path}");
        Assert.Equal(ExchangeOutcome.Done, Replace(path, "old", "new"));
        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal(Errno.None, FileStatus.Read(Encoding.UTF8.GetBytes(path), out var status));
        Assert.Equal((12u, 34u, 0x81A0u), (status.Uid, status.Gid, status.Mode));

        // The label of the old content would be wrong.
        Assert.Equal("security.selinux", Shell.Run($"getfattr -m- {path} | grep -v '^#'").Trim());
        Assert.Equal(["file"], Directory.EnumerateFileSystemEntries(mount.Root).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("ols")]
    [InlineData("ol")]
    [InlineData("older")]
    [InlineData("")]
    public void A_file_that_was_changed_meanwhile_stays(string now)
    {
        var path = mount.Write("file", now);
        Assert.Equal(ExchangeOutcome.Changed, Replace(path, "old", "new"));
        Assert.Equal(now, File.ReadAllText(path));
    }

    [Fact]
    public void What_is_no_file_of_one_name_stays()
    {
        var path = mount.Write("file", "old");
        Shell.Run($"ln {path} {path}2; mkfifo {path}3; mkdir {path}4");
        Assert.Equal(ExchangeOutcome.SeveralNames, Replace(path, "old", "new"));
        Assert.Equal(ExchangeOutcome.NotRegular, Replace(path + "3", "", "new"));
        Assert.Equal(ExchangeOutcome.NotRegular, Replace(path + "4", "", "new"));
        Assert.Equal(ExchangeOutcome.Failed, Replace(path + "5", "", "new"));
        Assert.Equal("old", File.ReadAllText(path));
    }

    [Fact]
    public void A_link_stays()
    {
        var path = mount.Write("file", "old");
        File.CreateSymbolicLink(path + "2", "file");
        Assert.Equal(ExchangeOutcome.Done, Replace(path + "2", "old", "new"));
        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal("file", new FileInfo(path + "2").LinkTarget);
    }

    private static ExchangeOutcome Replace(string path, string before, string after) =>
        ContentExchange.Replace(Encoding.UTF8.GetBytes(path), Encoding.ASCII.GetBytes(before), Encoding.ASCII.GetBytes(after), out _);
}
