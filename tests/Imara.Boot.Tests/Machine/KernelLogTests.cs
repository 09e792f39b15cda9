using Imara.Boot.Machine;

namespace Imara.Boot.Tests.Machine;

public sealed class KernelLogTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    [Fact]
    public void Every_record_of_a_long_log_is_read_whole_wherever_a_read_ends()
    {
        File.WriteAllLines(path, Enumerable.Range(0, 5000).Select(n => $"6,{n},{n},-;ima: message {n}\n SUBSYSTEM=none"));
        using var log = new KernelLog(path);
        Assert.True(log.TryReadAll(out var messages));
        Assert.Equal(5000, messages.Count);
        Assert.Equal(new KernelMessage(true, "ima: message 4999", TimeSpan.FromMicroseconds(4999)), messages[^1]);
    }

    [Fact]
    public void What_was_said_since_the_mark_is_all_that_counts()
    {
        File.WriteAllText(path, "6,1,1,-;before\n");
        using var log = new KernelLog(path);
        Assert.False(log.IsReadable);
        log.Mark();
        Assert.True(log.IsReadable);
        Assert.Empty(log.SinceMark());
        File.AppendAllText(path, "6,2,2,-;after\n");
        Assert.Equal("after", Assert.Single(log.SinceMark()).Text);
        Assert.Equal(2, log.All().Count);
    }

    [Fact]
    public void A_log_that_is_not_there_is_silent_and_says_so()
    {
        using var log = new KernelLog(path + ".missing");
        log.Mark();
        Assert.False(log.IsReadable);
        Assert.Empty(log.SinceMark());
        Assert.Empty(log.All());
        Assert.False(log.TryReadAll(out _));
    }
}
