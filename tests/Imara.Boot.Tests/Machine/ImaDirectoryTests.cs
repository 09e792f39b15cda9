using Imara.Boot.Machine;

namespace Imara.Boot.Tests.Machine;

public sealed class ImaDirectoryTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("imara-boot-").FullName;

    [Fact]
    public void Without_the_folder_there_is_no_IMA() => Assert.False(ImaDirectory.TryFind(root, out _));

    [Theory]
    [InlineData(UnixFileMode.UserWrite, PolicyFileState.Writable)]
    [InlineData(UnixFileMode.UserRead, PolicyFileState.Readable)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite, PolicyFileState.Readable | PolicyFileState.Writable)]
    public void The_mode_of_the_file_says_what_it_allows(UnixFileMode mode, PolicyFileState expected)
    {
        var folder = Directory.CreateDirectory(Path.Combine(root, "sys/kernel/security/ima")).FullName;
        Assert.True(ImaDirectory.TryFind(root, out var ima));
        Assert.Equal(PolicyFileState.Gone, ima.PolicyState);

        File.WriteAllText(Path.Combine(folder, "policy"), string.Empty);
        File.SetUnixFileMode(ima.PolicyPath, mode);
        Assert.Equal(expected, ima.PolicyState);
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(root, recursive: true);
}
