using System.Diagnostics;
using Imara.Linux.Tests;
using Imara.Tests.Shared;

namespace Imara.Aot.Tests.Runs;

/// <summary>Whatever is done to it, nobody who opens a file waits longer than the deadline.</summary>
public sealed class RunHeldTests : IDisposable
{
    // Far more than is needed; only a test that fails waits for so long.
    private const int Seconds = 60;

    private static readonly string[] Hurried = ["--max-seconds", "0.5", "--deadline", "1"];

    private readonly WatchedMount mount = WatchedMount.Tmpfs();
    private readonly string data;

    public RunHeldTests() => data = mount.Write("data", "content\n");

    public void Dispose() => mount.Dispose();

    [Fact]
    public void Stops_and_bursts_of_signals_do_not_end_the_thread_that_answers()
    {
        using var process = Start("trap '' INT TERM HUP QUIT; echo $$; exec sleep 1000", out var command);
        for (var i = 0; i < 8; i++)
        {
            Shell.Run($"kill -STOP {process.Id}; sleep 0.1; kill -CONT {process.Id}");
        }

        for (var i = 0; i < 20; i++)
        {
            Shell.Run($"for s in HUP TERM QUIT INT CONT TSTP TTIN TTOU USR1; do [ $s = USR1 ] || kill -$s {process.Id}; done");
        }

        OpensWork();
        Shell.Run($"kill -KILL {command}");
        Assert.Equal((128 + 9, string.Empty), (End(process, out var error), error.Contains("not complete", StringComparison.Ordinal) ? error : string.Empty));
    }

    [Fact]
    public void A_terminal_stops_the_command_and_not_the_watching()
    {
        using var process = Start("echo $$; exec sleep 1000", out var command);
        // The signal of the key is lost on a group without a shell.
        Shell.Run($"kill -TSTP {process.Id}; kill -STOP {command}");
        OpensWork();
        Assert.StartsWith($"imara: note: the command is stopped: `kill -CONT {command}` ", process.StandardError.ReadLine(), StringComparison.Ordinal);

        // It takes the signal that would end it although it is stopped.
        Shell.Run($"kill -TERM {process.Id}");
        Assert.Equal(128 + 15, End(process, out _));
    }

    [Fact]
    public void When_it_is_stopped_its_watchdog_lets_everything_through()
    {
        using var process = Start("echo $$; read line; cat $M/data; exit 3", out _);
        Shell.Run($"kill -STOP {process.Id}");
        OpensWork();
        OpensWork();

        // What is opened from now on is not judged, and the run says so.
        Shell.Run($"kill -CONT {process.Id}");
        process.StandardInput.WriteLine();
        Assert.Equal(125, End(process, out var error));
        Assert.Contains("imara: run: watching ended before the command did: it was stopped by a signal while somebody waited for an answer\n", error);
        Assert.Equal("boot_aggregate", mount.Entries()[0].Name);
    }

    [Theory]
    [InlineData("KILL")]
    [InlineData("STOP")]
    public void Without_its_watchdog_it_does_not_go_on_watching(string signal)
    {
        using var process = Start("echo $$; read line; cat $M/data; exit 3", out _, Hurried);
        var watchdog = WatchdogOf(process);
        Shell.Run($"kill -{signal} {watchdog}");
        OpensWork();
        Thread.Sleep(4000);
        OpensWork();

        process.StandardInput.WriteLine();
        Assert.Equal(125, End(process, out var error));
        Assert.Contains("watching ended before the command did: its watchdog was killed or stopped\n", error);
        WaitUntilGone(watchdog);
    }

    [Fact]
    public void Signals_do_not_end_the_watchdog()
    {
        using var process = Start("echo $$; read line; exit 3", out _);
        var watchdog = WatchdogOf(process);
        Shell.Run($"for s in HUP INT QUIT TERM TSTP TTIN TTOU PIPE ALRM USR1 USR2; do kill -$s {watchdog}; done");
        OpensWork();
        process.StandardInput.WriteLine();
        Assert.Equal(3, End(process, out _));
        WaitUntilGone(watchdog);
    }

    [Fact]
    public void When_it_is_killed_nothing_of_it_stays()
    {
        using var process = Start("echo $$; exec sleep 1000", out var command);
        var watchdog = WatchdogOf(process);
        Shell.Run($"kill -KILL {process.Id}");
        OpensWork();
        WaitUntilGone(watchdog);
        Shell.Run($"kill -KILL {command}");
        process.WaitForExit();
    }

    [Fact]
    public void A_file_that_is_never_read_to_its_end_holds_nobody_longer_than_the_deadline()
    {
        using var fuse = new FuseMount(backing: null);
        using var process = Start("echo $$; read line; exit 3", out _, [.. Hurried, "--mount", fuse.Root], mount: false);
        using var opener = Shell.StartIt($"exec cat {fuse.Root}/file");
        Thread.Sleep(500);

        // Who waits behind it, and who comes later.
        Assert.Equal("4096", Shell.Run($"timeout {Seconds} cat {fuse.Root}/other | wc -c"));
        Assert.Equal("4096", Shell.Run($"timeout {Seconds} cat {fuse.Root}/other | wc -c"));
        process.StandardInput.WriteLine();
        fuse.End();
        Assert.Equal(125, End(process, out var error));
        Assert.Contains("somebody waited for an answer for 1 seconds", error);
    }

    [Fact]
    public void A_file_system_that_is_kept_by_another_one_is_refused_together_with_it()
    {
        var proof = mount.Root + "/proof";
        using var fuse = new FuseMount(data);
        var result = mount.Run(WatchedMount.Everything, $"touch {proof}", "--mount", fuse.Root);
        Assert.Equal((125, $"imara: run: {fuse.Root}: a FUSE file system cannot be watched together with other file systems\n"), (result.Exit, result.Error));

        var folder = Directory.CreateTempSubdirectory("imara-overlay-").FullName;
        Shell.Run($"cd {mount.Root}; mkdir l u w; mkdir {folder}/o; mount -t overlay o -o lowerdir=l,upperdir=u,workdir=w {folder}/o");
        result = mount.Run(WatchedMount.Everything, $"touch {proof}", "--mount", folder + "/o");
        Shell.Run($"umount {folder}/o; rm -r {folder}");
        Assert.Equal((125, $"imara: run: {folder}/o: an overlay cannot be watched together with other file systems\n"), (result.Exit, result.Error));
        Assert.False(File.Exists(proof));
    }

    [Fact]
    public void It_does_not_start_where_the_kernel_could_not_hand_over_its_events()
    {
        var result = Command.Run(
            "sh", ["-c", "ulimit -n 40; exec \"$@\"", "sh", NativeBinary.Path, .. mount.Arguments(WatchedMount.Everything, [], ["touch", mount.Root + "/proof"])]);
        Assert.Equal((125, "imara: run: too few files may be open at once: the kernel would refuse opens; raise the hard limit (ulimit -Hn)\n"), (result.Exit, result.Error));
        Assert.False(File.Exists(mount.Root + "/proof"));
    }

    [Fact]
    public void An_access_that_is_not_looked_at_is_125_and_named()
    {
        var result = mount.Run(WatchedMount.Everything, "truncate -s 1T $M/big; head -c 1 $M/big; exit 3");
        Assert.Equal(125, result.Exit);
        Assert.Contains($"imara: run: the list is not complete: 1 failure, the first: {mount.Root}/big: not hashed: larger than 4294967296 bytes\n", result.Error);

        // What is larger may be asked for.
        result = mount.Run(WatchedMount.Everything, "truncate -s 3M $M/other; head -c 1 $M/other; exit 3", "--max-bytes", "2M");
        Assert.Equal(125, result.Exit);
        result = mount.Run(WatchedMount.Everything, "head -c 1 $M/other; exit 3", "--max-bytes", "3M");
        Assert.Equal(3, result.Exit);
    }

    [Theory]
    [InlineData("--max-bytes", "many", "`many` is no size")]
    [InlineData("--max-bytes", "9999999999999999T", "is no size")]
    [InlineData("--max-seconds", "0", "`0` is no time")]
    [InlineData("--deadline", "0", "`0` is no time")]
    [InlineData("--deadline", "-1", "`--deadline` wants a value")]
    [InlineData("--deadline", "5", "--deadline 5 is not longer than --max-seconds 5")]
    public void Limits_that_make_no_sense_are_2(string option, string value, string message)
    {
        var result = mount.Run(WatchedMount.Everything, "touch $M/proof", option, value);
        Assert.Equal(2, result.Exit);
        Assert.Contains(message, result.Error);
        Assert.False(File.Exists(mount.Root + "/proof"));
    }

    [Fact]
    public void The_command_gets_its_arguments_byte_for_byte()
    {
        // A shell starts it: the framework cannot give such arguments.
        var policy = mount.WritePolicy(WatchedMount.Everything);
        var output = Shell.Run($"{NativeBinary.Path} run --quiet --policy {policy} --mount {mount.Root} -- printf %s \"$(printf 'a\\377b')\" | od -An -tx1");
        Assert.Equal("61 ff 62", output.Trim());
    }

    private void OpensWork() => Assert.Equal("content", Shell.Run($"timeout {Seconds} cat {data}"));

    // Whoever adopts it takes a moment to collect it.
    private static void WaitUntilGone(string process) => Shell.Run($"timeout {Seconds} sh -c 'while [ -d /proc/{process} ]; do sleep 0.05; done'");

    private static string WatchdogOf(Process process) => Shell.Run($"pgrep -P {process.Id} -f watchdog-of-run");

    private static int End(Process process, out string error)
    {
        error = process.StandardError.ReadToEnd();
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(Seconds)));
        return process.ExitCode;
    }

    private Process Start(string script, out string command, string[]? options = null, bool mount = true)
    {
        string[] arguments = mount
            ? this.mount.Arguments(WatchedMount.Everything, options ?? [], ["sh", "-c", script])
            : ["run", "--policy", this.mount.WritePolicy(WatchedMount.Everything), .. options ?? [], "--", "sh", "-c", script];
        var start = new ProcessStartInfo("setsid", [NativeBinary.Path, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["M"] = this.mount.Root;
        var process = Process.Start(start)!;
        command = process.StandardOutput.ReadLine()!;
        return process;
    }
}
