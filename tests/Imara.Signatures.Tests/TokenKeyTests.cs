using Imara.Hashing;
using Imara.Signatures.Keys;
using Imara.Tests.Shared;

namespace Imara.Signatures.Tests;

/// <summary>Keys in a token: SoftHSM behind OpenSSL's engine.</summary>
public sealed class TokenKeyTests : IClassFixture<SoftHsm>
{
    private readonly SoftHsm token;

    public TokenKeyTests(SoftHsm token) => this.token = token;

    // One test, in this order: an engine that is loaded stays so, and a token where somebody is logged in takes any PIN.
    [Fact]
    public void Keys_of_tokens_sign_and_what_cannot_be_opened_has_a_reason()
    {
        Without_the_engine_the_reason_names_the_package();
        What_the_token_refuses_comes_with_the_reason();
        A_key_of_a_token_signs("rsa", KeyKind.Rsa);
        A_key_of_a_token_signs("ec", KeyKind.Ecdsa);
    }

    private void A_key_of_a_token_signs(string name, KeyKind kind)
    {
        foreach (var (uri, pin) in new[] { (SoftHsm.UriOf(name), "12 34&"), (SoftHsm.UriOf(name) + "?pin-value=12%2034%26", null), (SoftHsm.UriOf(name) + "?pin-source=" + token.PinFile, null) })
        {
            Assert.True(TokenKey.TryOpen(uri, pin, out var read, out _, out var reason), reason);
            using (read)
            {
                Assert.Equal(kind, read.Key.PublicKey.Kind);
                Assert.Empty(read.Certificates);
                foreach (var algo in new[] { HashAlgo.Sha1, HashAlgo.Sha256, HashAlgo.Sha512 })
                {
                    var digest = KernelHash.Compute(algo, "token"u8);
                    Assert.True(read.Key.TrySign(digest, out var signature, out reason), reason);
                    Assert.Equal(Errno.None, read.Key.PublicKey.Verify(algo, digest.Bytes, signature));
                }
            }
        }
    }

    private static void What_the_token_refuses_comes_with_the_reason()
    {
        Assert.False(TokenKey.TryOpen(SoftHsm.UriOf("rsa"), pin: null, out _, out var failure, out var reason));
        Assert.Equal((SigningKeyFailure.PasswordNeeded, "the token needs a PIN: as password, or in the URI as pin-value or pin-source"), (failure, reason));
        foreach (var (name, pin) in new[] { ("rsa", "9999"), ("nobody", "12 34&") })
        {
            Assert.False(TokenKey.TryOpen(SoftHsm.UriOf(name), pin, out _, out failure, out reason));
            Assert.Equal(SigningKeyFailure.NotAKey, failure);
            Assert.StartsWith("the token has no such private key, or does not take the PIN", reason, StringComparison.Ordinal);
        }

        Assert.False(TokenKey.TryOpen("file:key", "1", out _, out failure, out _));
        Assert.Equal(SigningKeyFailure.NotAKey, failure);
    }

    private static void Without_the_engine_the_reason_names_the_package()
    {
        using (SoftHsm.WithoutEngine())
        {
            Assert.False(TokenKey.TryOpen(SoftHsm.UriOf("rsa"), "12 34&", out _, out var failure, out var reason));
            Assert.Equal(SigningKeyFailure.Unsupported, failure);
            Assert.Contains("libengine-pkcs11-openssl", reason, StringComparison.Ordinal);
        }
    }
}
