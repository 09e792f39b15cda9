using Imara.Linux.Tests;

namespace Imara.Aot.Tests.Runs;

/// <summary>What makes a list worthless for a file is in the list and on standard error.</summary>
public sealed class RunViolationTests : IDisposable
{
    private readonly WatchedMount mount = WatchedMount.Tmpfs();

    public void Dispose() => mount.Dispose();

    [Theory]
    [InlineData("exec 3>>$M/data; cat $M/data", "open_writers", 1)]
    [InlineData("exec 3<$M/data; exec 4>>$M/data; exec 4>&-; exec 3<&-", "ToMToU", 2)]
    public void A_violation_is_an_entry_of_zeros_and_a_line_with_its_cause(string script, string cause, int index)
    {
        var data = mount.Write("data", "content\n");
        var result = mount.Run(WatchedMount.Everything, script);

        Assert.Equal(0, result.Exit);
        Assert.Contains($"op=invalid_pcr cause={cause} name=\"{data}\"", result.Error);
        Assert.Contains("3 entries, 1 violations\n", result.Error);
        var entry = Assert.Single(mount.Entries(), entry => entry.IsViolation);
        Assert.Equal((data, "sha256:" + new string('0', 64)), (entry.Name, entry.Digest));
        Assert.Equal(entry, mount.Entries()[index]);
    }

    [Fact]
    public void Violations_that_are_not_shown_are_counted()
    {
        var result = mount.Run(WatchedMount.Everything, "for i in $(seq 105); do : >$M/$i; exec 3>>$M/$i; cat $M/$i; exec 3>&-; done");
        Assert.Equal(100, result.Error.Split('\n').Count(line => line.Contains("cause=open_writers", StringComparison.Ordinal)));
        Assert.Contains("imara: note: 5 more audit records\n", result.Error);
    }

    [Fact]
    public void An_audit_rule_names_the_file_and_its_hash()
    {
        var data = mount.Write("data", "content\n");
        var result = mount.Run("audit func=FILE_CHECK mask=MAY_READ\n", "cat $M/data");
        var hash = Shell.Run($"sha256sum <{data}").Split(' ')[0];
        Assert.Contains($"imara: note: type=1805 file=\"{data}\" hash=\"sha256:{hash}\"\n", result.Error);
        Assert.Equal("boot_aggregate", Assert.Single(mount.Entries()).Name);
    }
}
