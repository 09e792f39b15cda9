namespace Imara.Kernel.Tests.Loading;

public class FallbackTests(FallbackBoots boots) : IClassFixture<FallbackBoots>
{
    [Theory]
    [MemberData(nameof(Series.All), MemberType = typeof(Series))]
    public void A_file_that_the_kernel_may_not_read_is_refused_by_its_path(string series)
    {
        var path = boots[series].Step("path");
        Assert.Equal(1, path.Exit);
        Assert.Equal("refused", path.Json.GetProperty("state").GetString());
        Assert.Contains("EACCES", path.Error);
        Assert.Equal(Step.Writable, path.PolicyFile);
        Assert.Contains("op=policy_update cause=failed", path.Log);
    }

    [Theory]
    [MemberData(nameof(Series.All), MemberType = typeof(Series))]
    public void Its_rules_are_taken_where_no_signature_is_required(string series)
    {
        var load = boots[series].Step("load");
        Assert.Equal(("loaded", "lines"), (load.Json.GetProperty("state").GetString(), load.Json.GetProperty("method").GetString()));
        Assert.Equal(Step.Gone, load.PolicyFile);
    }

    [Theory]
    [MemberData(nameof(Series.All), MemberType = typeof(Series))]
    public void A_key_that_the_kernel_refuses_is_a_failure_although_the_policy_is_in_force(string series)
    {
        var load = boots[series].Step("load");
        Assert.Equal(1, load.Exit);
        Assert.Equal("EBADMSG", Assert.Single(load.Json.GetProperty("keys").EnumerateArray()).GetProperty("errno").GetString());
        Assert.Contains("garbage.der", load.Error);
    }
}
