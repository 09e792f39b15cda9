using Imara.Tests.Shared;

namespace Imara.Aot.Tests;

/// <summary>What is typed, by the bytes it consists of, and what is typed wrong.</summary>
public sealed class ArgumentTests : IDisposable
{
    private readonly LabelledTree tree = new();

    public void Dispose() => tree.Dispose();

    [Fact]
    public void Two_names_that_a_decoder_takes_for_one_are_two_files()
    {
        var result = Shell("printf good >$'prog\\376'; printf bad >$'prog\\377'; IMARA file hash $'prog\\376'; IMARA file verify --kernel 6.12 prog*");
        Assert.Equal(1, result.Exit);
        Assert.Contains(@"prog\xff: missing-hash", result.Error);
        Assert.DoesNotContain(@"prog\xfe", result.Error);
    }

    [Fact]
    public void A_name_that_is_not_UTF8_is_read_as_it_is()
    {
        var result = Shell("echo measure >$'p\\376'; echo nonsense >$'p\\377'; IMARA policy check --kernel 6.12 $'p\\376' && ! IMARA policy check --kernel 6.12 $'p\\377'");
        Assert.True(result.Exit == 0, result.Error);
    }

    [Fact]
    public void Help_can_be_asked_for_in_words()
    {
        Assert.Equal(NativeBinary.Run("policy", "check", "--help").Output, NativeBinary.Run("help", "policy", "check").Output);
        Assert.Equal(NativeBinary.Run("--help").Output, NativeBinary.Run("help").Output);
        Assert.All((string[])["version", "-V"], word => Assert.Equal(NativeBinary.Run("--version"), NativeBinary.Run(word)));
    }

    [Theory]
    [InlineData("hash")]
    [InlineData("clear")]
    [InlineData("fix")]
    [InlineData("sign")]
    public void An_option_typed_wrong_changes_nothing(string verb)
    {
        var before = Labels();
        foreach (var wrong in (string[])["--dryrun", "--dry-runn", "--olny=evm", "--portble", "--exlude=*.conf", "-x", "-rnx", "--dry-run=yes", "--jobs=abc", "--jobs=99999999999", "---", "--dry run"])
        {
            var result = NativeBinary.Run("file", verb, wrong, "-r", tree.Root);
            Assert.Equal(2, result.Exit);
            Assert.Contains($"`{wrong.Split('=')[0]}`", result.Error);
            Assert.Empty(result.Output);
        }

        Assert.Equal(before, Labels());
    }

    private string Labels() => Command.Run("getfattr", ["-R", "-h", "-d", "-m", "-", "-e", "hex", "--absolute-names", tree.Root]).Output;

    private CommandResult Shell(string script) => Command.Run("bash", ["-c", $"cd {tree.Root} && {script.Replace("IMARA", NativeBinary.Path)}"]);
}
