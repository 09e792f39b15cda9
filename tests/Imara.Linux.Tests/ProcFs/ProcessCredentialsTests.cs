using Imara.Linux.ProcFs;

namespace Imara.Linux.Tests.ProcFs;

public class ProcessCredentialsTests
{
    private const string Sample =
        "Name:\ta\\nUid:\t0\nUmask:\t0022\nState:\tS (sleeping)\nTgid:\t4711\nNgid:\t0\nPid:\t4712\nPPid:\t1\nTracerPid:\t0\n"
        + "Uid:\t1000\t1001\t1002\t1003\nGid:\t100\t101\t102\t103\nFDSize:\t256\nGroups:\t4 24 27 \nCapInh:\t0000000000000000\n"
        + "CapPrm:\t000001ffffffffff\nCapEff:\t00000000000000c0\nCapBnd:\t000001ffffffffff\nNoNewPrivs:\t1\n";

    [Fact]
    public void Ids_and_effective_capabilities_are_taken_from_their_lines()
    {
        Assert.True(ProcessCredentials.TryParse(System.Text.Encoding.ASCII.GetBytes(Sample), out var c));
        Assert.Equal(new ProcessCredentials(4711, 1000, 1001, 1002, 100, 101, 102, 0xc0, true), c);
        Assert.True(c.Has(6));
        Assert.True(c.Has(7));
        Assert.False(c.Has(ProcessCredentials.SysAdmin));
    }

    [Theory]
    [InlineData("CapEff:")]
    [InlineData("Tgid:")]
    [InlineData("\nUid:")]
    [InlineData("Gid:")]
    public void A_text_without_one_of_the_lines_is_refused(string line) =>
        Assert.False(ProcessCredentials.TryParse(System.Text.Encoding.ASCII.GetBytes(Sample.Replace(line, "\nX:")), out _));

    [Fact]
    public void Every_beginning_of_a_status_is_refused_or_complete()
    {
        var text = System.Text.Encoding.ASCII.GetBytes(Sample);
        var complete = Sample.IndexOf("CapBnd", StringComparison.Ordinal) - 1;
        for (var length = 0; length < complete; length++)
        {
            Assert.False(ProcessCredentials.TryParse(text.AsSpan(0, length), out _), $"{length}");
        }

        Assert.True(ProcessCredentials.TryParse(text.AsSpan(0, complete), out _));
    }

    [Fact]
    public void A_child_of_another_user_shows_its_three_user_and_group_ids()
    {
        using var child = Shell.StartIt("exec setpriv --ruid 1000 --euid 1001 --rgid 100 --egid 101 --clear-groups --no-new-privs cat");
        child.StandardInput.WriteLine("there?");
        Assert.Equal("there?", child.StandardOutput.ReadLine());

        Assert.Equal(Errno.None, ProcessCredentials.Read(child.Id, out var c));

        Assert.Equal((1000U, 1001U, 1001U, 100U, 101U, 101U), (c.Uid, c.Euid, c.Suid, c.Gid, c.Egid, c.Sgid));
        Assert.Equal((child.Id, 0UL, true), (c.ProcessId, c.EffectiveCapabilities, c.NoNewPrivileges));
        child.StandardInput.Close();
        child.WaitForExit();
    }

    [Fact]
    public void A_status_longer_than_usual_is_read_whole()
    {
        // 2,000 groups of ten digits stand before the capabilities.
        var groups = string.Join(',', Enumerable.Range(0, 2000).Select(i => 4_000_000_000L + i));
        using var child = Shell.StartIt($"exec python3 -c 'import os; os.setgroups([{groups}]); print(flush=True); input()'");
        child.StandardOutput.ReadLine();

        Assert.Equal(Errno.None, ProcessCredentials.Read(child.Id, out var c));

        Assert.True(c.Has(ProcessCredentials.SysAdmin));
        Assert.False(c.NoNewPrivileges);
        child.StandardInput.WriteLine();
        child.WaitForExit();
    }
}
