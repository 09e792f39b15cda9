using Imara.Linux.Processes;
using Imara.Linux.Tests;
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
        Assert.Equal(Errno.None, Find(["sh", "-c", script], out var command));
        using var signals = CommandSignals.Take();
        Assert.Equal(expected, command!.Run(signals).ExitCode);
    }

    [Fact]
    public void A_signal_that_would_end_us_ends_the_command()
    {
        Assert.Equal(Errno.None, Find(["sh", "-c", "kill -TERM $PPID; exec sleep 1000"], out var command));
        using var signals = CommandSignals.Take();
        Assert.Equal(128 + 15, command!.Run(signals).ExitCode);
    }

    [Fact]
    public void A_signal_that_comes_after_the_commands_end_does_not_end_us()
    {
        Assert.Equal(Errno.None, Find(["true"], out var command));
        using var signals = CommandSignals.Take();
        Assert.Equal(0, command!.Run(signals).ExitCode);

        // The default of the signal would end the tests.
        Shell.Run($"kill -HUP {Environment.ProcessId}; sleep 0.5");
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
        Assert.Equal(Errno.ENOENT, Find(["no-such-command-here"], out var command));
        Assert.Null(command);
        Assert.Equal(new ExitStatus(0, false), default);
    }

    [Fact]
    public void A_stopped_command_is_told_and_takes_a_signal_that_ends_it()
    {
        Assert.Equal(Errno.None, Find(["sh", "-c", "kill -STOP $$; exec sleep 1000"], out var command));
        var stops = new List<int>();
        using var signals = CommandSignals.Take();
        var outcome = command!.Run(signals, pid =>
        {
            stops.Add(pid);
            Shell.Run($"kill -TERM {Environment.ProcessId}");
        });
        Assert.Equal(128 + 15, outcome.ExitCode);
        Assert.NotEqual(Environment.ProcessId, Assert.Single(stops));
    }

    private static Errno Find(string[] arguments, out Command? command) => Command.Find([.. arguments.Select(argument => new ByteString(argument))], out command);
}
