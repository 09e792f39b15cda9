using Imara.Cli.Output;
using Imara.Cli.Settings;

namespace Imara.Cli.Tests.Settings;

public sealed class SettingsSearchTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("imara-settings-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_nearest_file_above_counts()
    {
        Directory.CreateDirectory($"{folder}/a/b");
        File.WriteAllText($"{folder}/.imara.toml", "kernel = \"6.1\"\n");
        Assert.Equal((true, "6.1"), Found($"{folder}/a/b"));
        File.WriteAllText($"{folder}/a/.imara.toml", "kernel = \"7.3\"\n");
        Assert.Equal((true, "7.3"), Found($"{folder}/a/b"));
    }

    [Fact]
    public void One_that_others_may_write_is_passed_over()
    {
        File.WriteAllText($"{folder}/.imara.toml", "kernel = \"6.1\"\n");
        File.SetUnixFileMode($"{folder}/.imara.toml", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherWrite);
        Assert.Equal((true, null), Found(folder));
    }

    [Fact]
    public void One_that_is_wrong_is_an_error()
    {
        File.WriteAllText($"{folder}/.imara.toml", "nonsense\n");
        Assert.Equal((false, null), Found(folder));
    }

    [Fact]
    public void A_link_is_an_error()
    {
        File.CreateSymbolicLink($"{folder}/.imara.toml", "/etc/passwd");
        Assert.Equal((false, null), Found(folder));
    }

    private static (bool, string?) Found(string where)
    {
        var (isGood, settings) = SettingsSearch.Search(where, new Report(new StandardStreams(Stream.Null), OutputFormat.Text, quiet: true, verbose: false));
        return (isGood, settings.Kernel);
    }
}
