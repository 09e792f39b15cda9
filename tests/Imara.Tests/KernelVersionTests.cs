namespace Imara.Tests;

public class KernelVersionTests
{
    [Theory]
    [InlineData("6.12", "6.12")]
    [InlineData("6.12.117+deb12-cloud-amd64", "6.12.117")]
    [InlineData("6.1.0-56-amd64", "6.1")]
    [InlineData("7.3.4", "7.3.4")]
    [InlineData("6.12.", "6.12")]
    public void A_release_text_is_read_up_to_its_third_number(string text, string expected)
    {
        Assert.True(KernelVersion.TryParse(text, out var version));
        Assert.Equal(expected, version.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("6")]
    [InlineData("x.1")]
    [InlineData("6.x")]
    [InlineData("6.1234567")]
    [InlineData(null)]
    public void A_text_without_two_numbers_is_refused(string? text) => Assert.False(KernelVersion.TryParse(text, out _));

    [Fact]
    public void Versions_compare_by_number_not_by_text() => Assert.True(new KernelVersion(6, 9) < new KernelVersion(6, 12, 1));
}
