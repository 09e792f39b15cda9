using Imara.Tests.Shared;

namespace Imara.Aot.Tests.Runs;

/// <summary>Whose accesses a run judges: everybody's, or those of the command and its descendants.</summary>
public sealed class RunTreeTests : IDisposable
{
    private readonly WatchedMount mount = WatchedMount.Tmpfs();

    public void Dispose() => mount.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void With_tree_only_the_command_and_its_descendants_are_judged(bool isTree)
    {
        var (own, orphan, theirs) = (mount.Write("own", "1"), mount.Write("orphan", "2"), mount.Write("theirs", "3"));

        // Both parents of the one that reads last end before it reads.
        using var run = mount.Start(
            WatchedMount.Everything, "cat $M/own >/dev/null; (setsid sh -c '(sleep 0.5; cat $M/orphan >/dev/null) &' &); echo ready; sleep 1.5", out var line, isTree ? ["--tree"] : []);
        Assert.Equal("ready", line);
        Assert.Equal("3", File.ReadAllText(theirs));
        run.WaitForExit();

        Assert.Equal(0, run.ExitCode);
        string[] expected = isTree ? [own, orphan] : [own, theirs, orphan];
        Assert.Equal(expected, mount.Entries().Skip(1).Select(entry => entry.Name));
    }

    [Fact]
    public void A_file_that_somebody_else_changes_meanwhile_is_measured_again()
    {
        var data = mount.Write("data", "before");
        using var run = mount.Start(
            WatchedMount.Everything, "cat $M/data >/dev/null; echo ready; while [ ! -e $M/go ]; do sleep 0.1; done; cat $M/data >/dev/null", out _, "--tree");
        File.WriteAllText(data, "after");
        mount.Write("go", string.Empty);
        run.WaitForExit();
        Assert.Equal(2, mount.Entries().Count(entry => entry.Name == data));
    }
}
