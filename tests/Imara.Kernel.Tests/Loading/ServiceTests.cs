using System.Text.Json;

namespace Imara.Kernel.Tests.Loading;

public class ServiceTests(ServiceBoots boots) : IClassFixture<ServiceBoots>
{
    private const string Late = "6.12 p256 late";

    /// <summary>The smallest choice in which each kernel and each kind of key occurs; Debian's 6.1 verifies no P-256.</summary>
    public static TheoryData<string> Boots => ["6.1 rsa2048", Late];

    /// <summary>The other ones, which a run of everything boots.</summary>
    public static TheoryData<string> More => ["6.12 rsa2048", "6.1 rsa2048 late"];

    [Theory]
    [MemberData(nameof(Boots))]
    public void What_one_service_loaded_lets_a_signed_program_of_another_run_and_no_other(string series)
    {
        var boot = boots[series];
        var load = boot.Step("load");
        Assert.True(load.Exit == 0, load.Error + load.Output);
        Assert.Equal(("loaded", "passed"), (load.Json.GetProperty("state").GetString(), WitnessOf(load).GetProperty("outcome").GetString()));
        Assert.Equal(("/files/imara", "execute"), (WitnessOf(load).GetProperty("path").GetString(), WitnessOf(load).GetProperty("access").GetString()));
        Assert.DoesNotContain("no _ima keyring", load.Log);

        Assert.Equal(0, boot.Step("signed").Exit);
        Assert.Equal(boot.Release, boot.Step("signed").Output.Trim());
        Assert.Equal(126, boot.Step("unsigned").Exit);
        Assert.Contains("Permission denied", boot.Step("unsigned").Error);

        var status = boot.Step("status");
        Assert.True(status.Exit == 0, status.Output);
        Assert.Equal(("appraise_enforce", "record"), (status.Json.GetProperty("mode").GetString(), status.Json.GetProperty("policy").GetProperty("source").GetString()));

        // From then on every process finds the keyring; what loads again says so.
        Assert.Equal((0, "passed"), (boot.Step("again").Exit, WitnessOf(boot.Step("again")).GetProperty("outcome").GetString()));
    }

    [Theory(Explicit = true)]
    [MemberData(nameof(More))]
    public void And_with_the_other_kinds_of_keys(string series) => What_one_service_loaded_lets_a_signed_program_of_another_run_and_no_other(series);

    [Fact]
    public void A_policy_whose_keys_the_kernel_refused_is_not_loaded()
    {
        var refused = boots[Late].Step("refused-key");
        Assert.Equal(2, refused.Exit);
        Assert.Equal(("unproven", false), (refused.Json.GetProperty("state").GetString(), refused.Json.GetProperty("loaded").GetBoolean()));
        Assert.Equal("EBADMSG", Assert.Single(refused.Json.GetProperty("keys").EnumerateArray()).GetProperty("errno").GetString());
        Assert.Equal(Step.Gone, refused.PolicyFile);
        Assert.Equal(126, boots[Late].Step("before").Exit);
    }

    [Fact]
    public void Keys_that_the_kernel_took_are_no_proof_while_no_signature_was_seen_to_pass()
    {
        var unproven = boots[Late].Step("unproven");
        Assert.Equal(2, unproven.Exit);
        Assert.Equal("unproven", unproven.Json.GetProperty("state").GetString());
        Assert.Contains("no signature was seen to pass", unproven.Error);
        Assert.Contains("--witness", unproven.Error);
        Assert.Equal(126, boots[Late].Step("still").Exit);
        Assert.Contains("no _ima keyring", boots[Late].Step("still").Log);
    }

    private static JsonElement WitnessOf(Step step) => step.Json.GetProperty("witness");
}
