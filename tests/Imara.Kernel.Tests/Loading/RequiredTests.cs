namespace Imara.Kernel.Tests.Loading;

public class RequiredTests(RequiredBoots boots) : IClassFixture<RequiredBoots>
{
    [Theory]
    [MemberData(nameof(Series.All), MemberType = typeof(Series))]
    public void A_machine_halts_without_the_policy_it_requires(string series)
    {
        var boot = boots[series];
        Assert.Equal("halted", boot.Ended);
        Assert.False(boot.ReachedTheEnd);
        Assert.DoesNotContain("went on without a policy", boot.Read("console.log"));
        Assert.Contains("/etc/ima/ima-policy", boot.Read("console.log"));
    }
}
