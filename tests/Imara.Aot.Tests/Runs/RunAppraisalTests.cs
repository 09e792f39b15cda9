using Imara.Linux.Tests;

namespace Imara.Aot.Tests.Runs;

/// <summary>Mode log: nothing is refused, and what would be is reported.</summary>
public sealed class RunAppraisalTests : IDisposable
{
    private const string Policy = "appraise func=FILE_CHECK mask=MAY_READ\n";

    private readonly WatchedMount mount = WatchedMount.Ext4();

    public void Dispose() => mount.Dispose();

    [Fact]
    public void A_file_without_a_hash_is_read_and_reported()
    {
        var data = mount.Write("data", "content\n");
        var result = mount.Run(Policy, "cat $M/data", "--mode", "log");
        Assert.Equal((0, "content\n"), (result.Exit, result.Output));
        Assert.Contains($"op=appraise_data cause=missing-hash name=\"{data}\"", result.Error);
    }

    [Fact]
    public void A_file_with_another_hash_is_read_and_reported()
    {
        var data = mount.Write("data", "content\n");
        SetHash(data);
        mount.Write("data", "changed\n");
        var result = mount.Run(Policy, "cat $M/data", "--mode", "log");
        Assert.Equal((0, "changed\n"), (result.Exit, result.Output));
        Assert.Contains($"op=appraise_data cause=invalid-hash name=\"{data}\"", result.Error);
    }

    [Fact]
    public void A_file_with_its_hash_is_not_reported()
    {
        SetHash(mount.Write("data", "content\n"));
        var result = mount.Run(Policy, "cat $M/data", "--mode", "log");
        Assert.Equal((0, "content\n"), (result.Exit, result.Output));
        Assert.DoesNotContain("appraise_data", result.Error);
    }

    [Fact]
    public void Mode_measure_does_not_ask_appraise_rules()
    {
        mount.Write("data", "content\n");
        var result = mount.Run(Policy, "cat $M/data");
        Assert.Equal((0, "content\n"), (result.Exit, result.Output));
        Assert.DoesNotContain("appraise_data", result.Error);
    }

    // Type 4: a digest with its algorithm; algorithm 4: sha256.
    private static void SetHash(string path) => Shell.Run($"setfattr -n security.ima -v 0x0404$(sha256sum <{path} | cut -d ' ' -f 1) {path}");
}
