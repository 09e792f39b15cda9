using System.Text.Json;
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

    [Fact]
    public void The_PCR_values_are_those_that_the_list_is_verified_with()
    {
        var pcrs = Path.Combine(mount.Folder, "pcrs");
        mount.Write("data", "x");
        Assert.Equal(0, mount.Run(WatchedMount.Everything + "measure func=FILE_CHECK mask=^MAY_WRITE pcr=11\n", "cat $M/data; echo y >>$M/data", "--pcrs", pcrs).Exit);
        var verified = NativeBinary.Run("list", "verify", "--pcrs", pcrs, "--format", "json", mount.Binary);
        Assert.True(verified.Exit == 0, verified.Error);
        var banks = JsonDocument.Parse(verified.Output).RootElement.GetProperty("banks");
        foreach (var bank in (string[])["sha1", "sha256", "sha384", "sha512"])
        {
            Assert.All((string[])["10", "11"], pcr => Assert.True(banks.GetProperty(bank).GetProperty("pcrs").GetProperty(pcr).GetProperty("matches").GetBoolean()));
        }
    }

    [Fact]
    public void The_summary_is_one_object_in_a_file()
    {
        var path = Path.Combine(mount.Folder, "summary");
        var data = mount.Write("data", "x");
        var result = mount.Run(WatchedMount.Everything + "audit func=FILE_CHECK mask=MAY_READ\n", "cat $M/data; exit 3", "--summary", path, "--tree");
        Assert.Equal((3, "x"), (result.Exit, result.Output));
        var summary = JsonDocument.Parse(File.ReadAllText(path)).RootElement;
        Assert.Equal(
            (1, 3, 3, true, true, 2, 0),
            (summary.GetProperty("schema").GetInt32(), summary.GetProperty("exit").GetInt32(), summary.GetProperty("command_exit").GetInt32(), summary.GetProperty("complete").GetBoolean(),
                summary.GetProperty("tree").GetBoolean(), summary.GetProperty("entries").GetInt32(), summary.GetProperty("violations").GetInt32()));
        Assert.Equal([mount.Root], summary.GetProperty("watched").EnumerateArray().Select(one => one.GetString()));
        Assert.Equal(data, summary.GetProperty("audit")[0].GetProperty("name").GetString());
        Assert.Contains($"PCR 10 sha256 {summary.GetProperty("banks").GetProperty("sha256").GetProperty("pcrs").GetProperty("10").GetString()}\n", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_not_looked_at_is_in_the_summary()
    {
        var path = Path.Combine(mount.Folder, "summary");
        mount.Write("data", "more than one byte");
        Assert.Equal(125, mount.Run(WatchedMount.Everything, "cat $M/data", "--summary", path, "--max-bytes", "1").Exit);
        var summary = JsonDocument.Parse(File.ReadAllText(path)).RootElement;
        Assert.Equal(
            (125, 0, false, 1),
            (summary.GetProperty("exit").GetInt32(), summary.GetProperty("command_exit").GetInt32(), summary.GetProperty("complete").GetBoolean(), summary.GetProperty("failures").GetProperty("too_large").GetInt32()));
    }

    [Theory]
    [InlineData("--pcrs", "--summary")]
    [InlineData("--output", "--pcrs")]
    public void Two_files_in_one_place_are_refused(string first, string second)
    {
        var path = Path.Combine(mount.Folder, "file");
        var result = NativeBinary.Run("run", "--policy", Policy, first, path, second, path, "--", "true");
        Assert.Equal((2, $"imara: run: {path}: {first} and {second} name the same file\n"), (result.Exit, result.Error));
    }

    private int Run(string ascii) => NativeBinary.Run("run", "--policy", Policy, "--mount", mount.Root, "--ascii", ascii, "--", "true").Exit;
}
