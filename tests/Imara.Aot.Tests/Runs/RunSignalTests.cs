using System.Diagnostics;
using Imara.Linux.Tests;

namespace Imara.Aot.Tests.Runs;

/// <summary>However a run ends, nobody who opens a file stays blocked.</summary>
public sealed class RunSignalTests : IDisposable
{
    // Far more than is needed; only a test that fails waits for so long.
    private const int Seconds = 60;

    private readonly WatchedMount mount = WatchedMount.Tmpfs();

    public void Dispose() => mount.Dispose();

    [Theory]
    [InlineData("HUP", 128 + 1)]
    [InlineData("INT", 128 + 2)]
    [InlineData("QUIT", 128 + 3)]
    [InlineData("TERM", 128 + 15)]
    public void A_signal_ends_the_command_and_the_list_is_written(string signal, int exit)
    {
        var data = mount.Write("data", "content\n");
        using var process = mount.Start(WatchedMount.Everything, "cat $M/data >/dev/null; echo $$; exec sleep 1000", out var command);
        Shell.Run($"kill -{signal} {process.Id}");

        End(process);
        Assert.Equal(exit, process.ExitCode);
        Assert.False(Directory.Exists($"/proc/{command}"));
        Assert.Equal(["boot_aggregate", data], mount.Entries().Select(entry => entry.Name));
        Assert.Equal("content", Shell.Run($"timeout {Seconds} cat {data}"));
    }

    [Fact]
    public async Task When_it_is_killed_openers_go_on()
    {
        var data = mount.Write("data", "content\n");
        using var process = mount.Start(WatchedMount.Everything, "echo $$; while cat $M/data >/dev/null; do echo again; done", out var command);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(Seconds));
        process.Kill();
        try
        {
            // The command has no parent any more, and reads on.
            for (var lines = 0; lines < 100; lines++)
            {
                Assert.Equal("again", await process.StandardOutput.ReadLineAsync(patience.Token));
            }

            Assert.Equal("content", Shell.Run($"timeout {Seconds} cat {data}"));
            Assert.Equal(["policy"], Directory.GetFiles(mount.Folder).Select(path => Path.GetFileName(path)).Where(name => !name.EndsWith(".new", StringComparison.Ordinal)));
        }
        finally
        {
            Shell.Run($"kill -KILL {command}");
            await process.WaitForExitAsync(patience.Token);
        }
    }

    [Fact]
    public void Who_waits_when_the_command_ends_is_answered()
    {
        // Left behind, in a session of its own and with its own output, while the watching ends.
        var data = mount.Write("data", "content\n");
        mount.Run(WatchedMount.Everything, "for i in 1 2 3 4; do (for j in $(seq 50); do cat $M/data; done; echo >$M/done$i) >/dev/null 2>&1 & done");
        Assert.Equal("1", Shell.Run($"timeout {Seconds} sh -c 'until [ -e {mount.Root}/done1 -a -e {mount.Root}/done2 -a -e {mount.Root}/done3 -a -e {mount.Root}/done4 ]; do sleep 0.1; done; echo 1'"));
        Assert.Equal("content", Shell.Run($"timeout {Seconds} cat {data}"));
    }

    private static void End(Process process) => Assert.True(process.WaitForExit(TimeSpan.FromSeconds(Seconds)));
}
