using Imara.Signatures.Keys;

namespace Imara.Signatures.Tests;

public class KeyringTests
{
    // Kernel 6.18 with a keyring restricted to what cert_root signed, and 6.12 with the laboratory's CA built in.
    [Theory]
    [InlineData("cert_mid", Errno.None)]
    [InlineData("cert_noakid", Errno.None)]
    [InlineData("cert_issuer", Errno.None)]
    [InlineData("cert_nousage", Errno.None)]
    [InlineData("cert_root", Errno.None)]
    [InlineData("cert_leaf", Errno.ENOKEY)]
    [InlineData("cert_p192", Errno.ENOKEY)]
    public void A_certificate_is_admitted_if_a_key_of_the_ring_signed_it(string name, Errno expected)
    {
        var trusted = new Keyring();
        Assert.Equal(Errno.None, trusted.Add(Corpus.MadeCertificate("cert_root")));
        Assert.Equal(expected, trusted.Admits(Corpus.MadeCertificate(name), leavesOnly: false));
    }

    [Theory]
    [InlineData("cert_mid")]
    [InlineData("cert_nousage")]
    [InlineData("cert_root")]
    public void Only_leaves_for_digital_signature_may_be_in_ima_and_evm(string name)
    {
        var trusted = new Keyring();
        Assert.Equal(Errno.None, trusted.Add(Corpus.MadeCertificate("cert_root")));
        Assert.Equal(Errno.ENOKEY, trusted.Admits(Corpus.MadeCertificate(name)));
    }

    [Fact]
    public void The_laboratorys_kernel_let_in_what_its_ca_signed()
    {
        var trusted = Corpus.KeyringOf("ca");
        foreach (var name in new[] { "rsa2048", "rsa3072", "rsa4096", "p256", "p384", "p521", "evm", "p256b" })
        {
            Assert.Equal(Errno.None, trusted.Admits(Corpus.Certificate(name)));
        }

        Assert.Equal(Errno.ENOKEY, trusted.Admits(Corpus.Certificate("untrusted")));
    }

    [Fact]
    public void A_certificate_that_was_changed_after_signing_is_not_admitted()
    {
        var der = Corpus.CertificateDer("p256");
        der[^1] ^= 1;
        Assert.True(X509Key.TryParse(der, out var certificate, out _));
        Assert.Equal(Errno.EKEYREJECTED, Corpus.KeyringOf("ca").Admits(certificate));
    }

    [Fact]
    public void Keys_are_found_by_the_end_of_either_identifier()
    {
        var keyring = Corpus.KeyringOf("rsa2048", "p256");
        Assert.Equal("p256", Assert.Single(keyring.Find(0xc9291ed0)).Description.Split(' ')[4].TrimEnd(':'));
        var issuerEnd = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(Corpus.Certificate("p256").Issuer.Span[^4..]);
        Assert.Equal(2, keyring.Find(issuerEnd).Count());
        Assert.Empty(keyring.Find(0));
    }

    [Fact]
    public void A_key_of_the_same_description_is_displaced()
    {
        var keyring = Corpus.KeyringOf("p256", "rsa2048", "p256");
        Assert.Equal(2, keyring.Entries.Count);
    }

    [Fact]
    public void A_bare_key_is_found_by_the_identifier_made_from_it()
    {
        var keyring = new Keyring();
        keyring.Add(Corpus.Certificate("p384").PublicKey!);
        Assert.Single(keyring.Find(0x5afab5f5));
    }
}
