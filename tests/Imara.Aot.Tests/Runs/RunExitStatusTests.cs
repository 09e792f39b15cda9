using Imara.Tests.Shared;

namespace Imara.Aot.Tests.Runs;

/// <summary>The command keeps its exit status and its streams.</summary>
public sealed class RunExitStatusTests : IDisposable
{
    private readonly WatchedMount mount = WatchedMount.Tmpfs();

    public void Dispose() => mount.Dispose();

    [Theory]
    [InlineData("true", 0)]
    [InlineData("exit 7", 7)]
    [InlineData("exit 125", 125)]
    [InlineData("kill -TERM $$", 128 + 15)]
    [InlineData("kill -KILL $$", 128 + 9)]
    public void The_commands_exit_status_is_passed_on(string script, int expected)
    {
        Assert.Equal(expected, mount.Run(WatchedMount.Everything, script).Exit);
        Assert.Equal("boot_aggregate", Assert.Single(mount.Entries()).Name);
    }

    [Fact]
    public void The_commands_streams_are_its_own_and_the_summary_is_on_standard_error()
    {
        var result = Command.Run(NativeBinary.Path, mount.Arguments(WatchedMount.Everything, [], ["sh", "-c", "cat; echo problem >&2"]), "input"u8.ToArray());
        Assert.Equal("input", result.Output);
        Assert.StartsWith("problem\nimara: ", result.Error);
        Assert.Contains($"watched {mount.Root}: ", result.Error);
        Assert.Contains("1 entries, 0 violations\n", result.Error);
    }

    [Fact]
    public void Quiet_leaves_the_commands_words_alone()
    {
        var result = mount.Run(WatchedMount.Everything, "echo out; echo problem >&2; exit 7", "--quiet");
        Assert.Equal(new CommandResult(7, "out\n", "problem\n"), result);
    }

    [Fact]
    public void The_command_gets_its_arguments_as_they_are() => Assert.Equal(
        "<--policy><a b><><-->",
        Command.Run(NativeBinary.Path, mount.Arguments(WatchedMount.Everything, [], ["printf", "<%s>", "--policy", "a b", "", "--"])).Output);

    [Fact]
    public void A_missing_command_is_127()
    {
        var result = Command.Run(NativeBinary.Path, mount.Arguments(WatchedMount.Everything, [], ["no-such-command-here"]));
        Assert.Equal((127, "imara: run: no-such-command-here: no such command\n"), (result.Exit, result.Error));
    }

    [Fact]
    public void A_command_that_is_not_executable_is_126()
    {
        var file = mount.Write("file", "exit 0\n");
        var result = Command.Run(NativeBinary.Path, mount.Arguments(WatchedMount.Everything, [], [file]));
        Assert.Equal((126, $"imara: run: {file}: not executable\n"), (result.Exit, result.Error));
    }

    [Fact]
    public void A_script_whose_interpreter_is_missing_is_127()
    {
        var file = mount.WriteProgram("file", "#!/absent\n");
        var result = Command.Run(NativeBinary.Path, mount.Arguments(WatchedMount.Everything, [], [file]));
        Assert.Equal(127, result.Exit);
        Assert.Contains($"imara: run: {file}: ", result.Error);
    }

    [Fact]
    public void A_script_that_names_no_interpreter_is_run_by_the_shell()
    {
        var file = mount.WriteProgram("file", "echo \"$1\"; exit 7\n");
        var result = Command.Run(NativeBinary.Path, mount.Arguments(WatchedMount.Everything, [], [file, "argument"]));
        Assert.Equal((7, "argument\n"), (result.Exit, result.Output));
    }
}
