using System.Text;
using Imara.Boot.Loading;
using Imara.Linux.Files;
using Imara.Tests.Shared;

namespace Imara.Boot.Tests.Loading;

public sealed class PathOwnersTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("imara-owners-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Theory]
    [InlineData("true", 0)]
    [InlineData("chown 65534 a/b/policy", 1)]
    [InlineData("chmod 666 a/b/policy", 1)]
    [InlineData("chmod 664 a/b/policy", 1)]
    [InlineData("chown 65534 a/b", 1)]
    [InlineData("chown 65534 a", 1)]
    [InlineData("chmod 777 a", 1)]
    [InlineData("chmod 1777 a", 0)]
    [InlineData("chown 65534 a; chmod 775 a/b", 2)]
    public void A_file_is_as_safe_as_it_and_every_folder_above_it(string change, int notes)
    {
        var made = Command.Run("sh", ["-c", $"cd '{root}' && umask 022 && mkdir -p a/b && echo x >a/b/policy && {change}"]);
        Assert.True(made.Exit == 0, made.Error);
        var path = Path.Combine(root, "a/b/policy");
        Assert.Equal(Errno.None, FileStatus.Read(Encoding.UTF8.GetBytes(path), out var status));
        Assert.Equal(notes, PathOwners.NotesOn(path, status).Count);
    }
}
