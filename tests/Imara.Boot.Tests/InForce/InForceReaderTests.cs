using System.Text;
using Imara.Boot.InForce;
using Imara.Boot.Machine;
using Imara.Tests.Shared;

namespace Imara.Boot.Tests.InForce;

public sealed class InForceReaderTests : IDisposable
{
    private readonly FakeMachine machine = new();

    public void Dispose() => machine.Dispose();

    [Fact]
    public void Without_IMA_nothing_is_in_force()
    {
        machine.Remove("sys/kernel/security/ima");
        Assert.Null(InForceReader.Read(machine.Root));
    }

    [Fact]
    public void A_kernel_that_waits_for_a_policy_shows_neither_text_nor_time()
    {
        var facts = InForceReader.Read(machine.Root)!;
        Assert.Equal((PolicyFileState.Writable, null, null), (facts.File, facts.Closed, facts.Recorded));
        Assert.Null(facts.ReadBack);
        Assert.Null(facts.Record);
        Assert.Null(facts.Started);
    }

    [Fact]
    public void Read_back_record_log_and_times_are_read()
    {
        machine.Load("measure func=BPRM_CHECK \n");
        machine.Write("run/imara/ima-policy", "measure func=BPRM_CHECK\n");
        machine.Write("proc/uptime", "100.50 300.00\n");
        var facts = InForceReader.Read(machine.Root)!;
        Assert.Equal("measure func=BPRM_CHECK \n", Encoding.UTF8.GetString(facts.ReadBack!.Value.Span));
        Assert.Equal("measure func=BPRM_CHECK\n", Encoding.UTF8.GetString(facts.Record!.Value.Span));
        Assert.Null(facts.Closed);
        Assert.InRange(facts.Started!.Value, DateTimeOffset.UtcNow - TimeSpan.FromSeconds(160), DateTimeOffset.UtcNow - TimeSpan.FromSeconds(100));
        Assert.InRange(facts.Recorded!.Value, DateTimeOffset.UtcNow - TimeSpan.FromMinutes(1), DateTimeOffset.UtcNow);
        Assert.Equal(TimeSpan.FromSeconds(2.5), facts.Log.Single(message => message.IsPolicyCompleted).Time);

        machine.Load(text: null);
        Assert.InRange(InForceReader.Read(machine.Root)!.Closed!.Value, DateTimeOffset.UtcNow - TimeSpan.FromMinutes(1), DateTimeOffset.UtcNow);
    }

    [Fact]
    public void A_file_changed_when_it_its_folder_or_the_link_to_it_did()
    {
        machine.Write("etc/policy", "x");
        machine.Write("etc/ima/other", "x");
        var path = Path.Combine(machine.Root, "etc/ima/ima-policy");
        File.CreateSymbolicLink(path, "../policy");
        var before = InForceReader.ChangedAt(path)!.Value;
        foreach (var change in (Action[])[() => machine.Write("etc/policy", "y"), () => File.SetUnixFileMode(Path.Combine(machine.Root, "etc/policy"), UnixFileMode.UserRead), () => machine.Remove("etc/ima/other")])
        {
            Thread.Sleep(20);
            change();
            var after = InForceReader.ChangedAt(path)!.Value;
            Assert.True(after > before);
            before = after;
        }

        // The time of the content can be put back, that of the inode cannot.
        File.SetLastWriteTimeUtc(Path.Combine(machine.Root, "etc/policy"), DateTime.UnixEpoch);
        Assert.True(InForceReader.ChangedAt(path) >= before);
        Assert.Null(InForceReader.ChangedAt(Path.Combine(machine.Root, "etc/ima/missing")));
    }
}
