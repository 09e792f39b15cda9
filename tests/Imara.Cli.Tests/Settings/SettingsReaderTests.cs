using System.Text;
using Imara.Cli.Settings;

namespace Imara.Cli.Tests.Settings;

public class SettingsReaderTests
{
    [Fact]
    public void What_it_says_is_taken()
    {
        const string Text = """
            # of this project
            kernel = "6.12-debian"   # the machines we ship
            cert = ["keys/ima.der", '/etc/keys/x.der',]

            [lint]
            IMA0325 = "off"
            IMA0303 = "error"
            """;
        Assert.True(SettingsReader.TryRead(Encoding.UTF8.GetBytes(Text), "/p/.imara.toml", out var settings, out _));
        Assert.Equal(("6.12-debian", "/p/.imara.toml"), (settings.Kernel, settings.Path));
        Assert.Equal(["/p/keys/ima.der", "/etc/keys/x.der"], settings.Certificates);
        Assert.Equal(["IMA0325=off", "IMA0303=error"], settings.Lint);
    }

    [Fact]
    public void Several_kernels_are_a_list()
    {
        Assert.True(SettingsReader.TryRead("kernel = [\"6.1\", \"7.3\"]"u8, "/.imara.toml", out var settings, out _));
        Assert.Equal("6.1,7.3", settings.Kernel);
    }

    [Theory]
    [InlineData("kernl = \"6.12\"", "line 1: `kernl` is no key of this file; did you mean `kernel`?")]
    [InlineData("\n\nkernel = 6.12", "line 3: `kernel = 6.12` is not `key = \"text\"` or `key = [\"text\", ..]`")]
    [InlineData("kernel = \"6.12", "line 1: `kernel = \"6.12` is not `key = \"text\"` or `key = [\"text\", ..]`")]
    [InlineData("kernel = \"a\\n\"", "line 1: `kernel = \"a\\n\"` is not `key = \"text\"` or `key = [\"text\", ..]`")]
    [InlineData("kernel = [\"6.12\"", "line 1: `kernel = [\"6.12\"` is not `key = \"text\"` or `key = [\"text\", ..]`")]
    [InlineData("kernel = \"6.12\" x", "line 1: `kernel = \"6.12\" x` is not `key = \"text\"` or `key = [\"text\", ..]`")]
    [InlineData("kernel = \"6.1\"\nkernel = \"6.2\"", "line 2: `kernel` stands here twice")]
    [InlineData("[tool]", "line 1: `[tool]` is no table of this file; `[lint]` is the only one")]
    [InlineData("[lint]\nIMA0325 = [\"off\"]", "line 2: `IMA0325` wants one text")]
    [InlineData("nonsense", "line 1: `nonsense` is not `key = \"text\"` or `key = [\"text\", ..]`")]
    [InlineData("kernel = []", "line 1: `kernel` names none")]
    public void What_is_not_understood_is_an_error_with_its_line(string text, string reason)
    {
        Assert.False(SettingsReader.TryRead(Encoding.UTF8.GetBytes(text), "/.imara.toml", out _, out var error));
        Assert.Equal(reason, error);
    }
}
