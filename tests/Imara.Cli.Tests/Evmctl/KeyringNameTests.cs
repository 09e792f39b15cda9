using Imara.Cli.Evmctl.Keys;

namespace Imara.Cli.Tests.Evmctl;

public class KeyringNameTests
{
    [Theory]
    [InlineData("@t", -1)]
    [InlineData("@u", -4)]
    [InlineData("@us", -5)]
    [InlineData("@g", -6)]
    [InlineData("12345", 12345)]
    [InlineData("-4", -4)]
    [InlineData("0xfffffffc", -4)]
    [InlineData("0x10", 16)]
    public void A_keyring_is_a_number_or_one_of_the_process(string name, int keyring)
    {
        Assert.True(KeyringName.TryParse(name, out var read));
        Assert.Equal(keyring, read);
    }

    [Theory]
    [InlineData("@zz")]
    [InlineData("12zz")]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("0x")]
    [InlineData("0x1ffffffff")]
    public void Another_name_is_refused(string name) => Assert.False(KeyringName.TryParse(name, out _));
}
