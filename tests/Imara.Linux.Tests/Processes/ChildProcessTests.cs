using System.Text;
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
        Assert.Equal(Errno.ENOENT, ChildProcess.Start(Setup($"{directory}/nothing", "nothing"), out var child));
        Assert.Null(child);
    }

    [Fact]
    public void A_signal_reaches_the_child_until_it_has_been_waited_for()
    {
        Assert.Equal(Errno.None, ChildProcess.Start(Setup("/bin/sleep", "sleep", "1000"), out var child));
        Assert.Equal(Errno.None, child!.Signal(SigTerm));
        Assert.Equal(Errno.None, child.Wait(out var status));
        Assert.Equal(new ExitStatus(SigTerm, true), status);
        Assert.Equal(Errno.ESRCH, child.Signal(SigTerm));
    }

    [Fact]
    public void A_command_is_looked_for_in_the_search_path()
    {
        Assert.Equal(Errno.None, Find("sh", $"{directory}:/bin", out var path));
        Assert.Equal("/bin/sh", path);
        Assert.Equal(Errno.None, Find("/bin/sh", null, out path));
        Assert.Equal("/bin/sh", path);
        Assert.Equal(Errno.ENOENT, Find("no-such-command", $"{directory}:/bin", out _));
        Assert.Equal(Errno.ENOENT, Find("", "/bin", out _));
    }

    [Fact]
    public void A_file_that_may_not_be_executed_is_told_from_one_that_is_missing()
    {
        File.WriteAllText($"{directory}/plain", "");
        Directory.CreateDirectory($"{directory}/folder");

        Assert.Equal(Errno.EACCES, Find("plain", directory, out _));
        Assert.Equal(Errno.EACCES, Find($"{directory}/folder", null, out _));
    }

    [Fact]
    public void Names_and_arguments_need_not_be_UTF8()
    {
        byte[] folder = [.. Encoding.UTF8.GetBytes(directory), (byte)'/', 0xfe];
        Shell.Run($"mkdir \"$(printf '{directory}/\\376')\" && cp /bin/sh \"$(printf '{directory}/\\376/\\377')\"");
        Assert.Equal(Errno.None, ExecutableSearch.Find([0xff], folder, out var program));
        Assert.Equal([.. folder, (byte)'/', 0xff], program);

        ReadOnlyMemory<byte>[] arguments = ["sh"u8.ToArray(), "-c"u8.ToArray(), Encoding.UTF8.GetBytes($"printf %s \"$1\" > {directory}/argument"), "zero"u8.ToArray(), new byte[] { 0x61, 0xff, 0x62 }];
        Assert.Equal(Errno.None, ChildProcess.Start(new ChildSetup(program, arguments), out var child));
        Assert.Equal(Errno.None, child!.Wait(out _));
        Assert.Equal([0x61, 0xff, 0x62], File.ReadAllBytes($"{directory}/argument"));

        // The framework cannot remove such a name.
        Shell.Run($"rm -r {directory}/*");
    }

    [Fact]
    public void A_child_that_is_stopped_is_told_and_goes_on()
    {
        Assert.Equal(Errno.None, ChildProcess.Start(Setup("/bin/sh", "sh", "-c", "kill -STOP $$; exit 3"), out var child));
        var stops = 0;
        Assert.Equal(Errno.None, child!.Wait(out var status, () =>
        {
            stops++;
            child.Signal(18);
        }));
        Assert.Equal((1, 3), (stops, status.Code));
    }

    [Fact]
    public void A_stop_by_the_terminal_reaches_the_child_and_not_us()
    {
        IgnoredSignals.Ignore();
        Assert.Equal(Errno.None, ChildProcess.Start(Setup("/bin/sh", "sh", "-c", "kill -TSTP $$; exit 3"), out var child));
        var stops = 0;
        Assert.Equal(Errno.None, child!.Wait(out var status, () =>
        {
            stops++;
            child.Signal(18);
        }));
        Assert.Equal((1, 3), (stops, status.Code));
        Shell.Run($"kill -TSTP {Environment.ProcessId}; kill -TTIN {Environment.ProcessId}; kill -TTOU {Environment.ProcessId}");
    }

    [Fact]
    public void What_is_handed_on_arrives_under_its_number_with_nothing_on_the_standard_streams()
    {
        Assert.Equal(Errno.None, SharedWords.Create(out var page));
        Assert.Equal(Errno.None, Lifeline.Create(out var ours, out var theirs));
        page![0] = 0x41;
        var script = $"head -c 1 <&3 > {directory}/word; printf x >&4; readlink /proc/self/fd/0 /proc/self/fd/2 > {directory}/streams";
        Assert.Equal(Errno.None, ChildProcess.Start(Setup("/bin/sh", "sh", "-c", script) with { IsApart = true, HandedOn = [page, theirs!] }, out var child));
        theirs!.Dispose();

        Assert.Equal(LifelineNews.Told, ours!.Hear(30_000));
        Assert.Equal(LifelineNews.Gone, ours.Hear(30_000));
        Assert.Equal(Errno.None, child!.Wait(out var status));
        Assert.Equal((0, "A"), (status.Code, File.ReadAllText($"{directory}/word")));
        Assert.Equal(["/dev/null", "/dev/null"], File.ReadAllLines($"{directory}/streams"));
        page.Dispose();
        ours.Dispose();
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

    private static ChildSetup Setup(string path, params string[] arguments) =>
        new(Encoding.UTF8.GetBytes(path), [.. arguments.Select(argument => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(argument))]);

    private static Errno Find(string name, string? searchPath, out string path)
    {
        var error = ExecutableSearch.Find(Encoding.UTF8.GetBytes(name), searchPath is null ? null : Encoding.UTF8.GetBytes(searchPath), out var found);
        path = Encoding.UTF8.GetString(found);
        return error;
    }

    private static ExitStatus Run(string path, params string[] arguments)
    {
        Assert.Equal(Errno.None, ChildProcess.Start(Setup(path, arguments), out var child));
        Assert.Equal(Errno.None, child!.Wait(out var status));
        return status;
    }
}
