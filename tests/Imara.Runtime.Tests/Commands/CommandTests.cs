using Imara.Linux.Processes;
using Imara.Runtime.Commands;

namespace Imara.Runtime.Tests.Commands;

public class CommandTests
{
    [Theory]
    [InlineData("exit 0", 0)]
    [InlineData("exit 42", 42)]
    [InlineData("kill -9 $$", 137)]
    public void The_exit_code_is_the_commands_own(string script, int expected)
    {
        Assert.Equal(Errno.None, Command.Find(["sh", "-c", script], out var command));
        Assert.Equal(expected, command!.Run().ExitCode);
    }

    [Fact]
    public void A_signal_that_would_end_us_ends_the_command()
    {
        Assert.Equal(Errno.None, Command.Find(["sh", "-c", "kill -TERM $PPID; exec sleep 1000"], out var command));
        Assert.Equal(128 + 15, command!.Run().ExitCode);
    }

    [Theory]
    [InlineData(Errno.ENOENT, 127)]
    [InlineData(Errno.EACCES, 126)]
    [InlineData(Errno.ENOEXEC, 126)]
    public void A_command_that_could_not_be_started_has_the_code_a_shell_gives(Errno error, int expected) =>
        Assert.Equal(expected, new CommandOutcome(error, default).ExitCode);

    [Fact]
    public void A_missing_command_is_not_found()
    {
        Assert.Equal(Errno.ENOENT, Command.Find(["no-such-command-here"], out var command));
        Assert.Null(command);
        Assert.Equal(new ExitStatus(0, false), default);
    }
}
