using System.Text;
using Imara.Linux.Files;

namespace Imara.Linux.Tests.Files;

public class UnnamedFileTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_has_no_name_and_is_its_owners_alone(bool canBeUnnamed)
    {
        var folder = Directory.CreateTempSubdirectory("imara-unnamed-").FullName;
        var bytes = Encoding.UTF8.GetBytes(folder);
        Assert.Equal(Errno.None, canBeUnnamed ? UnnamedFile.Open(bytes, out var descriptor) : UnnamedFile.OpenAndUnlink(bytes, out descriptor));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
        Assert.Equal(Errno.None, FileStatus.Read(descriptor, out var status));
        Assert.Equal((0u, 0x8180u), (status.Links, status.Mode));
        Assert.Equal(Errno.None, Descriptor.Write(descriptor, "x"u8, out var count));
        Assert.Equal(1, count);
        Assert.Equal(Errno.None, Descriptor.Close(descriptor));
        Directory.Delete(folder);
    }

    [Fact]
    public void A_folder_that_is_missing_is_an_error()
    {
        Assert.Equal(Errno.ENOENT, UnnamedFile.Open("/nowhere"u8, out var descriptor));
        Assert.Equal(-1, descriptor);
    }
}
