using Imara.Linux.Files;

namespace Imara.Linux.Tests.Files;

public sealed class FolderInRootTests : IDisposable
{
    private readonly string top = Directory.CreateTempSubdirectory("imara-in-root-").FullName;

    public FolderInRootTests()
    {
        Directory.CreateDirectory($"{top}/host/etc");
        Directory.CreateDirectory($"{top}/img/usr/lib");
    }

    private string Img => $"{top}/img";

    public void Dispose() => Directory.Delete(top, recursive: true);

    [Theory]
    [InlineData("etc", "/host/etc")]
    [InlineData("etc", "../../host/etc")]
    [InlineData("etc", "/../host/etc")]
    public void No_link_leads_out(string name, string target)
    {
        File.CreateSymbolicLink($"{Img}/{name}", target.StartsWith("/host", StringComparison.Ordinal) ? top + target : target);
        foreach (var creates in (bool[])[false, true])
        {
            var error = FolderInRoot.Open(Img, "/etc/systemd", creates, out var folder);
            Assert.Null(folder);
            Assert.Equal(creates ? Errno.ELOOP : Errno.ENOENT, error);
        }

        Assert.Empty(Directory.GetFileSystemEntries($"{top}/host/etc"));
    }

    [Fact]
    public void Links_inside_are_followed_and_absolute_ones_begin_at_the_root()
    {
        File.CreateSymbolicLink($"{Img}/lib", "/usr/lib");
        Assert.Equal(Errno.None, FolderInRoot.Open(Img, "lib/systemd/system", creates: true, out var folder));
        using (folder)
        {
            Assert.Equal(Errno.None, Replacement.Put(folder!.Descriptor, "unit"u8, "text"u8, 0x1a4));
        }

        Assert.Equal("text", File.ReadAllText($"{Img}/usr/lib/systemd/system/unit"));
    }

    [Fact]
    public void What_is_missing_is_made_only_if_asked_for()
    {
        Assert.Equal(Errno.ENOENT, FolderInRoot.Open(Img, "a/b/c", creates: false, out _));
        Assert.False(Directory.Exists($"{Img}/a"));
        Assert.Equal(Errno.None, FolderInRoot.Open(Img, "a/b/c", creates: true, out var folder));
        folder!.Dispose();
        Assert.True(Directory.Exists($"{Img}/a/b/c"));
        Assert.Equal(Errno.None, FolderInRoot.Open(Img, string.Empty, creates: false, out folder));
        folder!.Dispose();
    }

    [Fact]
    public void A_file_on_the_way_is_no_folder()
    {
        File.WriteAllText($"{Img}/file", string.Empty);
        Assert.Equal(Errno.ENOTDIR, FolderInRoot.Open(Img, "file/below", creates: true, out _));
        Assert.Equal(Errno.ENOENT, FolderInRoot.Open($"{top}/none", "etc", creates: true, out _));
    }
}
