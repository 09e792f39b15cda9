using Imara.Testing;

namespace Imara.Aot.Tests;

public class ProgramTests
{
    [Fact]
    public void The_version_is_one_line()
    {
        var result = NativeBinary.Run("--version");
        Assert.Equal((0, "imara 0.1.0\n", ""), (result.Exit, result.Output, result.Error));
    }

    [Fact]
    public void The_version_is_the_same_among_other_options() =>
        Assert.Equal(NativeBinary.Run("--version").Output, NativeBinary.Run("--version", "--version").Output);

    [Fact]
    public void The_binary_is_small() =>
        Assert.InRange(new FileInfo(NativeBinary.Path).Length, 1, 14_000_000 - 1);

    [Fact]
    public void Symbols_lie_apart()
    {
        Assert.True(File.Exists(NativeBinary.Path + ".dbg"));
        Assert.DoesNotContain(".debug_info", Command.Run("readelf", ["--sections", "--wide", NativeBinary.Path]).Output);
    }

    [Fact]
    public void Output_that_cannot_be_written_is_not_a_success()
    {
        var result = Command.Run("sh", ["-c", "\"$0\" --help >/dev/full", NativeBinary.Path]);
        Assert.Equal(2, result.Exit);
        Assert.Single(result.Error.TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [InlineData("--version")]
    [InlineData("--help")]
    public void Cryptography_is_not_loaded_where_nothing_is_hashed(string arguments)
    {
        // The dynamic linker names every library it looks for.
        var result = Command.Run(NativeBinary.Path, arguments.Split(' '), input: null, ("LD_DEBUG", "libs"));
        Assert.Contains("libc.so", result.Error);
        Assert.DoesNotContain("libssl", result.Error);
        Assert.DoesNotContain("libcrypto", result.Error);
    }
}
