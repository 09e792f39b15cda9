using Imara.Signatures.Keys;

namespace Imara.Signatures.Tests;

public class TokenUriTests
{
    [Theory]
    [InlineData("pkcs11:token=a;object=b", "pkcs11:token=a;object=b", null)]
    [InlineData("pkcs11:token=a;pin-value=1234", "pkcs11:token=a", "1234")]
    [InlineData("pkcs11:pin-value=1234;token=a;type=private?module-name=x", "pkcs11:token=a;type=private?module-name=x", "1234")]
    [InlineData("pkcs11:token=a?pin-value=12%2034%26", "pkcs11:token=a", "12 34&")]
    [InlineData("pkcs11:token=a?pin-value=1&module-name=x", "pkcs11:token=a?module-name=x", "1")]
    [InlineData("pkcs11:token=a?module-name=x&pin-value=1", "pkcs11:token=a?module-name=x", "1")]
    [InlineData("pkcs11:token=a;pin-value=1?pin-value=2", "pkcs11:token=a", "1")]
    [InlineData("pkcs11:token=a?pin-source=/run/pin", "pkcs11:token=a?pin-source=/run/pin", null)]
    [InlineData("pkcs11:token=a?pin-value=", "pkcs11:token=a", "")]
    public void A_PIN_is_taken_out_of_a_URI_wherever_it_stands(string uri, string without, string? pin)
    {
        Assert.Equal(without, TokenUri.WithoutPin(uri, out var found));
        Assert.Equal(pin, found);
        Assert.DoesNotContain("pin-value", TokenKey.NameOf(uri), StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_PIN_is_refused()
    {
        Assert.False(TokenKey.TryOpen("pkcs11:token=a?pin-value=", null, out _, out var failure, out var reason));
        Assert.Equal((SigningKeyFailure.PasswordNeeded, "an empty PIN"), (failure, reason));
    }
}
