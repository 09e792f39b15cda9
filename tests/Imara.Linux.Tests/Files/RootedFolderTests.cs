using System.Text;
using Imara.Linux.Files;

namespace Imara.Linux.Tests.Files;

public sealed class RootedFolderTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("imara-rooted-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void A_folder_that_is_missing_is_made_where_that_is_asked_for()
    {
        Assert.Equal(Errno.ENOENT, Open("/a/b/c", makes: false));
        Assert.Equal(Errno.None, Open("/a/b/c", makes: true));
        Assert.True(Directory.Exists(root + "/a/b/c"));
        Assert.Equal(Errno.None, Open("a/b/c/", makes: false));
        Assert.Equal(Errno.None, Open(string.Empty, makes: false));
    }

    [Theory]
    [InlineData("/etc")]
    [InlineData("../../../../../../etc")]
    public void A_link_leads_to_the_root_of_the_system(string target)
    {
        File.CreateSymbolicLink(root + "/link", target);
        Assert.Equal(Errno.ENOENT, Open("link", makes: false));
        Directory.CreateDirectory(root + "/etc");
        Assert.Equal(Errno.None, Open("link/new", makes: true));
        Assert.True(Directory.Exists(root + "/etc/new"));
        Assert.False(Directory.Exists("/etc/new"));
    }

    [Fact]
    public void A_link_that_leads_nowhere_and_a_file_are_no_folders()
    {
        File.CreateSymbolicLink(root + "/link", "/nowhere");
        File.WriteAllText(root + "/file", "x");
        Assert.Equal(Errno.ENOTDIR, Open("link", makes: true));
        Assert.Equal(Errno.ENOTDIR, Open("file", makes: true));
        Assert.Equal(Errno.ENOTDIR, Open("file/below", makes: true));
        Assert.False(Directory.Exists("/nowhere"));
    }

    private Errno Open(string path, bool makes)
    {
        Assert.Equal(Errno.None, OpenFolder.Open(Encoding.UTF8.GetBytes(root), out var system));
        using (system)
        {
            var error = RootedFolder.Open(system!, path, makes, out var folder);
            folder?.Dispose();
            return error;
        }
    }
}
