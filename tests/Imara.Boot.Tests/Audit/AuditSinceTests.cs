using Imara.Boot.Audit;

namespace Imara.Boot.Tests.Audit;

public sealed class AuditSinceTests
{
    private static readonly DateTimeOffset Boot = new(2026, 11, 20, 1, 2, 3, TimeSpan.Zero);

    [Theory]
    [InlineData("boot", "2026-11-20T01:02:03Z")]
    [InlineData("today", "2026-11-23T00:00:00Z")]
    [InlineData("2026-11-22", "2026-11-22T00:00:00Z")]
    [InlineData("2026-11-22 04:05", "2026-11-22T04:05:00Z")]
    [InlineData("2026-11-22T04:05:06", "2026-11-22T04:05:06Z")]
    [InlineData("2026-11-22T04:05:06+01:00", "2026-11-22T03:05:06Z")]
    [InlineData("2026-11-22T04:05Z", "2026-11-22T04:05:00Z")]
    [InlineData("@1700000000", "2023-11-14T22:13:20Z")]
    [InlineData("-90s", "2026-11-23T11:58:30Z")]
    [InlineData("-30m", "2026-11-23T11:30:00Z")]
    [InlineData("-2h", "2026-11-23T10:00:00Z")]
    [InlineData("-1w", "2026-11-16T12:00:00Z")]
    [InlineData("2 hours ago", "2026-11-23T10:00:00Z")]
    [InlineData("1 day ago", "2026-11-22T12:00:00Z")]
    public void A_time_is_read(string text, string expected)
    {
        Assert.True(AuditSince.TryRead(text, Logs.Clock, Boot, out var since));
        Assert.Equal(DateTimeOffset.Parse(expected), since);
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("2h")]
    [InlineData("-2x")]
    [InlineData("-h")]
    [InlineData("-2 hours")]
    [InlineData("2 hours")]
    [InlineData("2026-13-01")]
    [InlineData("@")]
    [InlineData("@99999999999999")]
    [InlineData("99999999 weeks ago")]
    public void What_is_no_time_is_refused(string text) => Assert.False(AuditSince.TryRead(text, Logs.Clock, Boot, out _));

    [Fact]
    public void Without_a_boot_there_is_no_time_of_it() => Assert.False(AuditSince.TryRead("boot", Logs.Clock, null, out _));
}
