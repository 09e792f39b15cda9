using Imara.Linux.Processes;

namespace Imara.Linux.Tests.Processes;

public sealed class ChildProcessTests : IDisposable
{
    private const int SigTerm = 15;
    private readonly string directory = Directory.CreateTempSubdirectory("imara-linux-").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Theory]
    [InlineData("exit 0", 0, false, 0)]
    [InlineData("exit 7", 7, false, 7)]
    [InlineData("kill -TERM $$", 15, true, 143)]
    [InlineData("kill -KILL $$", 9, true, 137)]
    public void The_way_a_program_ends_is_told_exactly(string script, int code, bool bySignal, int shell)
    {
        var status = Run("/bin/sh", "sh", "-c", script);
        Assert.Equal(new ExitStatus(code, bySignal), status);
        Assert.Equal(shell, status.ShellStatus);
    }

    [Fact]
    public void Arguments_and_environment_arrive_unchanged()
    {
        var status = Run("/bin/sh", "called so", "-c", "printf '%s|' \"$0\" \"$@\" > $out/args; printf %s \"$PATH\" > $out/path".Replace("$out", directory, StringComparison.Ordinal), "zero", "a b", "", "ü");

        Assert.Equal(0, status.Code);
        Assert.Equal("zero|a b||ü|", File.ReadAllText($"{directory}/args"));
        Assert.Equal(Environment.GetEnvironmentVariable("PATH"), File.ReadAllText($"{directory}/path"));
    }

    [Fact]
    public void A_broken_pipe_ends_the_child_as_it_would_without_us()
    {
        // 141 = 128 + SIGPIPE: this process ignores the signal, its child does not.
        var status = Run("/bin/sh", "sh", "-c", "kill -PIPE $$");
        Assert.Equal(141, status.ShellStatus);
    }

    [Fact]
    public void A_script_without_an_interpreter_line_is_given_to_the_shell()
    {
        var script = $"{directory}/script";
        File.WriteAllText(script, "exit $1\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        Assert.Equal(9, Run(script, "script", "9").Code);
    }

    [Fact]
    public void A_program_that_does_not_exist_is_an_error_and_no_child()
    {
        Assert.Equal(Errno.ENOENT, ChildProcess.Start($"{directory}/nothing", ["nothing"], out var child));
        Assert.Null(child);
    }

    [Fact]
    public void A_signal_reaches_the_child_until_it_has_been_waited_for()
    {
        Assert.Equal(Errno.None, ChildProcess.Start("/bin/sleep", ["sleep", "1000"], out var child));
        Assert.Equal(Errno.None, child!.Signal(SigTerm));
        Assert.Equal(Errno.None, child.Wait(out var status));
        Assert.Equal(new ExitStatus(SigTerm, true), status);
        Assert.Equal(Errno.ESRCH, child.Signal(SigTerm));
    }

    [Fact]
    public void A_command_is_looked_for_in_the_search_path()
    {
        Assert.Equal(Errno.None, ExecutableSearch.Find("sh", $"{directory}:/bin", out var path));
        Assert.Equal("/bin/sh", path);
        Assert.Equal(Errno.None, ExecutableSearch.Find("/bin/sh", null, out path));
        Assert.Equal("/bin/sh", path);
        Assert.Equal(Errno.ENOENT, ExecutableSearch.Find("no-such-command", $"{directory}:/bin", out _));
        Assert.Equal(Errno.ENOENT, ExecutableSearch.Find("", "/bin", out _));
    }

    [Fact]
    public void A_file_that_may_not_be_executed_is_told_from_one_that_is_missing()
    {
        File.WriteAllText($"{directory}/plain", "");
        Directory.CreateDirectory($"{directory}/folder");

        Assert.Equal(Errno.EACCES, ExecutableSearch.Find("plain", directory, out _));
        Assert.Equal(Errno.EACCES, ExecutableSearch.Find($"{directory}/folder", null, out _));
    }

    [Fact]
    public void The_descriptor_limit_is_raised_up_to_the_maximum_and_never_lowered()
    {
        Assert.Equal(Errno.None, DescriptorLimit.Read(out _, out var maximum));
        Assert.Equal(Errno.None, DescriptorLimit.Raise(ulong.MaxValue));
        Assert.Equal(Errno.None, DescriptorLimit.Read(out var raised, out _));
        Assert.Equal(maximum, raised);
        Assert.Equal(Errno.None, DescriptorLimit.Raise(10));
        Assert.Equal(Errno.None, DescriptorLimit.Read(out var after, out _));
        Assert.Equal(maximum, after);
    }

    private static ExitStatus Run(string path, params string[] arguments)
    {
        Assert.Equal(Errno.None, ChildProcess.Start(path, arguments, out var child));
        Assert.Equal(Errno.None, child!.Wait(out var status));
        return status;
    }
}
