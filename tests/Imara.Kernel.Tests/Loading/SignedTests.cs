namespace Imara.Kernel.Tests.Loading;

public class SignedTests(SignedBoots boots) : IClassFixture<SignedBoots>
{
    [Theory]
    [MemberData(nameof(Series.All), MemberType = typeof(Series))]
    public void An_unsigned_policy_is_refused_where_signatures_are_required_and_its_lines_are_not_tried(string series)
    {
        var unsigned = boots[series].Step("unsigned");
        Assert.Equal(1, unsigned.Exit);
        Assert.Equal("refused", unsigned.Json.GetProperty("state").GetString());
        Assert.Contains("sign", unsigned.Error);
        Assert.Equal(Step.Writable, unsigned.PolicyFile);
        Assert.DoesNotContain("signed policy required", unsigned.Log);
    }

    [Theory]
    [MemberData(nameof(Series.All), MemberType = typeof(Series))]
    public void Keys_are_in_the_keyring_before_the_signed_policy_is_loaded(string series)
    {
        var load = boots[series].Step("load");
        Assert.Equal(0, load.Exit);
        Assert.Equal(("loaded", "path"), (load.Json.GetProperty("state").GetString(), load.Json.GetProperty("method").GetString()));
        var key = Assert.Single(load.Json.GetProperty("keys").EnumerateArray());
        Assert.Equal("_ima", key.GetProperty("keyring").GetString());
        Assert.Contains("_ima", boots[series].Step("keys").Output);
        Assert.Equal(Step.Gone, load.PolicyFile);
        Assert.Contains("op=policy_update cause=completed", load.Log);
    }
}
