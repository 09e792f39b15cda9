using Imara.Linux.Processes;

namespace Imara.Linux.Tests.Processes;

public class ThreadIdsTests
{
    [Fact]
    public void Every_thread_of_this_process_is_ours_and_no_other()
    {
        foreach (var task in Directory.GetDirectories("/proc/self/task"))
        {
            Assert.True(ThreadIds.IsOurs(int.Parse(Path.GetFileName(task))));
        }

        Assert.False(ThreadIds.IsOurs(1));
        Assert.False(ThreadIds.IsOurs(0));
    }

    [Fact]
    public void A_process_exists_until_it_was_waited_for()
    {
        Assert.Equal(Errno.None, ChildProcess.Start(new ChildSetup("/bin/true"u8.ToArray(), ["true"u8.ToArray()]), out var child));
        Assert.True(ThreadIds.Exists(child!.Id));
        Assert.Equal(Errno.None, child.Wait(out _));
        Assert.False(ThreadIds.Exists(child.Id));
        Assert.True(ThreadIds.Exists(1));
    }
}
