using System.Text.Json;
using Imara.Tests.Shared;

namespace Imara.Kernel.Tests.Loading;

public class ByPathTests(ByPathBoots boots) : IClassFixture<ByPathBoots>
{
    // File, cause, the line of the rule.
    private static readonly (string Step, string File, string Cause, int Line)[] Denied =
    [
        ("read-changed", "/files/changed", "invalid-hash", 1),
        ("read-unlabelled", "/files/unlabelled", "missing-hash", 1),
        ("read-only-hash", "/files/only-hash", "IMA-signature-required", 2),
        ("run-program", "/files/program", "missing-hash", 3),
    ];

    [Theory]
    [MemberData(nameof(Series.All), MemberType = typeof(Series))]
    public void A_policy_file_that_someone_holds_open_is_named_and_can_be_loaded_afterwards(string series)
    {
        var busy = boots[series].Step("busy");
        Assert.Equal(1, busy.Exit);
        Assert.Contains("EBUSY", busy.Error);
        busy.LeftTheKernelAlone();
        Assert.Equal(Step.Gone, boots[series].Step("load").PolicyFile);
    }

    [Theory]
    [MemberData(nameof(Series.All), MemberType = typeof(Series))]
    public void A_policy_without_its_last_line_feed_is_not_given_by_its_path(string series)
    {
        var refused = boots[series].Step("no-line-feed");
        Assert.Equal(1, refused.Exit);
        Assert.Equal("IMA0204", Assert.Single(refused.Json.GetProperty("refused").EnumerateArray()).GetProperty("id").GetString());
        refused.LeftTheKernelAlone();
    }

    [Theory]
    [MemberData(nameof(Series.All), MemberType = typeof(Series))]
    public void A_policy_is_loaded_by_its_path_where_there_is_no_library_of_cryptography(string series)
    {
        var load = boots[series].Step("load");

        // It is in force, and wants signatures for which there is no key.
        Assert.Equal(2, load.Exit);
        Assert.Equal(("unproven", "path"), (load.Json.GetProperty("state").GetString(), load.Json.GetProperty("method").GetString()));
        Assert.Equal(Step.Gone, load.PolicyFile);
        Assert.Contains("op=policy_update cause=completed", load.Log);
    }

    [Theory]
    [MemberData(nameof(Series.All), MemberType = typeof(Series))]
    public void What_the_kernel_denies_is_explained_with_its_cause_and_its_rule(string series)
    {
        var boot = boots[series];
        Assert.Equal(0, boot.Step("read-good").Exit);
        Assert.All(Denied, denied => Assert.NotEqual(0, boot.Step(denied.Step).Exit));

        // Told in the machine itself, and elsewhere from its log.
        var policy = boot.PathOf("policy");
        File.WriteAllText(policy, ByPathBoots.DenyingPolicy);
        var elsewhere = NativeBinary.Run("audit", boot.PathOf("dmesg"), "--policy", policy, "--format", "json");
        Assert.Equal(1, elsewhere.Exit);
        Assert.Equal(1, boot.Step("audit").Exit);
        foreach (var told in (string[])[boot.Step("audit").Output, elsewhere.Output])
        {
            var findings = Findings(told);
            Assert.Equal(Denied.Length, findings.Count);
            Assert.All(Denied, denied => AssertExplained(findings.Single(finding => finding.GetProperty("path").GetString() == denied.File), denied.Cause, denied.Line));
        }
    }

    [Theory]
    [MemberData(nameof(Series.All), MemberType = typeof(Series))]
    public void Status_says_what_the_host_knows_of_a_machine_without_a_TPM(string series)
    {
        var boot = boots[series];
        var before = boot.Step("status-before").Json;
        StatusOf.Holds(boot, before);
        Assert.Equal("no_tpm", before.GetProperty("measurements").GetProperty("boot_aggregate").GetProperty("verdict").GetString());
        Assert.Equal("custom", boot.Step("status-after").Json.GetProperty("policy").GetProperty("state").GetString());
    }

    private static void AssertExplained(JsonElement finding, string cause, int line)
    {
        Assert.Equal("denied", finding.GetProperty("verdict").GetString());
        Assert.Equal(cause, finding.GetProperty("cause").GetString());
        Assert.Contains(line, finding.GetProperty("rules").EnumerateArray().Select(rule => rule.GetProperty("line").GetInt32()));
    }

    // Denied accesses; the last line is the summary.
    private static List<JsonElement> Findings(string lines) =>
    [
        .. from line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries)
           let finding = JsonDocument.Parse(line).RootElement
           where finding.TryGetProperty("type", out var type) && type.GetInt32() == 1800
           select finding,
    ];
}
