using Imara.Linux.Tests;
using Imara.Tests.Shared;

namespace Imara.Aot.Tests.Runs;

/// <summary>Places of a list that are no plain files.</summary>
public sealed class RunOutputTests : IDisposable
{
    private readonly WatchedMount mount = WatchedMount.Tmpfs();

    private string Policy => mount.WritePolicy(WatchedMount.Everything);

    public void Dispose() => mount.Dispose();

    [Fact]
    public void A_device_is_written_to_and_stays_a_device()
    {
        var device = Path.Combine(mount.Folder, "null");
        Shell.Run($"mknod {device} c 1 3");
        Assert.Equal(0, Run(device));
        Assert.Equal("character special file", Shell.Run($"stat -c %F {device}"));
    }

    [Fact]
    public void A_list_beyond_the_size_that_files_may_have_is_a_failure_of_the_run_and_no_signal()
    {
        var result = Command.Run(
            "sh", ["-c", "ulimit -f 0; exec \"$@\"", "sh", NativeBinary.Path, .. mount.Arguments(WatchedMount.Everything, [], ["true"])]);
        Assert.True(result.Exit == 125, $"{result.Exit}: {result.Error}");
    }

    [Fact]
    public void A_symbolic_link_stays_and_its_target_is_written()
    {
        var target = Path.Combine(mount.Folder, "target");
        File.CreateSymbolicLink(mount.Ascii, target);
        foreach (var _ in (int[])[1, 2])
        {
            Assert.Equal(0, mount.Run(WatchedMount.Everything, "true").Exit);
            Assert.Equal(target, new FileInfo(mount.Ascii).LinkTarget);
            Assert.Equal("boot_aggregate", ListLine.Parse(File.ReadAllText(target).TrimEnd()).Name);
        }
    }

    [Fact]
    public void A_list_on_the_watched_file_system_is_whole_and_not_in_itself()
    {
        var list = Path.Combine(mount.Root, "list");
        Assert.Equal(0, Run(list));
        Assert.Equal("boot_aggregate", ListLine.Parse(File.ReadAllText(list).TrimEnd()).Name);
    }

    [Fact]
    public void A_pipe_gets_the_list_behind_what_the_command_says()
    {
        var result = Command.Run(NativeBinary.Path, ["run", "--policy", Policy, "--mount", mount.Root, "--ascii", "/dev/stdout", "--", "echo", "out"]);
        var lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal((0, 2, "out"), (result.Exit, lines.Length, lines[0]));
        Assert.Equal("boot_aggregate", ListLine.Parse(lines[1]).Name);
    }

    private int Run(string ascii) => NativeBinary.Run("run", "--policy", Policy, "--mount", mount.Root, "--ascii", ascii, "--", "true").Exit;
}
