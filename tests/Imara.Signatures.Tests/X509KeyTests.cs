using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Imara.Signatures.Keys;

namespace Imara.Signatures.Tests;

public class X509KeyTests
{
    [Theory]
    [InlineData("rsa2048", 0x18131cba, KeyKind.Rsa, 2048)]
    [InlineData("rsa3072", 0x2e20084a, KeyKind.Rsa, 3072)]
    [InlineData("rsa4096", 0xca38b3b8, KeyKind.Rsa, 4096)]
    [InlineData("p256", 0xc9291ed0, KeyKind.Ecdsa, 256)]
    [InlineData("p384", 0x5afab5f5, KeyKind.Ecdsa, 384)]
    [InlineData("p521", 0xe7693c00, KeyKind.Ecdsa, 521)]
    public void A_certificate_gives_key_and_keyid(string name, uint keyid, KeyKind kind, int bits)
    {
        var certificate = Corpus.Certificate(name);
        Assert.Equal(keyid, certificate.KeyId);
        Assert.Equal((kind, bits), (certificate.PublicKey!.Kind, certificate.PublicKey.Bits));
        Assert.Equal(certificate.Skid.ToArray(), certificate.PublicKey.ComputeSkid());
        Assert.True(certificate.IsForDigitalSignature);
        Assert.False(certificate.IsForCertSign || certificate.IsCa);
    }

    // What `keyctl show` prints on kernel 6.18 after adding the certificate.
    [Theory]
    [InlineData("keys/rsa2048", "IMA lab test key rsa2048: 7f09adf8cbca7659c63a100e49f5400618131cba")]
    [InlineData("cert_mid", "chain mid: c021d5a1aaa9c53b2718be4bc787dadd237d1633")]
    [InlineData("cert_leaf", "chain leaf: f331fdcae488992490562fa1d4c74fcc110411d5")]
    public void The_description_is_the_kernels(string name, string description)
    {
        var certificate = name.StartsWith("keys/", StringComparison.Ordinal) ? Corpus.Certificate(name[5..]) : Corpus.MadeCertificate(name);
        Assert.Equal(description, certificate.Description);
    }

    [Fact]
    public void Organization_and_common_name_stand_together_unless_one_begins_like_the_other()
    {
        Assert.StartsWith("Example: IMA P-192: ", Corpus.MadeCertificate("cert_p192").Description, StringComparison.Ordinal);
        Assert.StartsWith("IMA lab test CA (not for use): 888a512b", Corpus.Certificate("ca").Description, StringComparison.Ordinal);
    }

    [Fact]
    public void A_ca_is_told_apart()
    {
        Assert.True(Corpus.Certificate("ca") is { IsCa: true, IsForCertSign: true, IsForDigitalSignature: true });
        Assert.True(Corpus.MadeCertificate("cert_nousage") is { IsCa: false, IsForCertSign: false, IsForDigitalSignature: false });
    }

    [Fact]
    public void The_signature_on_a_certificate_is_checked_against_its_parent()
    {
        var ca = Corpus.Certificate("ca").PublicKey!;
        Assert.Equal(Errno.None, Corpus.Certificate("p521").CheckSignature(ca));
        Assert.Equal(Errno.EKEYREJECTED, Corpus.Certificate("untrusted").CheckSignature(ca));
        Assert.Equal(Errno.ENOPKG, Corpus.Certificate("p521").CheckSignature(Corpus.Certificate("p521").PublicKey!));
        var p192 = Corpus.MadeCertificate("cert_p192");
        Assert.Equal(Errno.None, p192.CheckSignature(p192.PublicKey!));
    }

    [Fact]
    public void A_kind_of_key_that_is_not_supported_is_read_but_cannot_be_added()
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.brainpoolP256r1);
        var certificate = SelfSigned(new CertificateRequest("CN=other curve", ecdsa, HashAlgorithmName.SHA256));
        Assert.Null(certificate.PublicKey);
        Assert.Equal(Errno.ENOPKG, new Keyring().Add(certificate));
        Assert.Equal(Errno.ENOPKG, Corpus.KeyringOf("ca").Admits(certificate));
        Assert.False(Keys.PublicKey.TryParseSpki(ecdsa.ExportSubjectPublicKeyInfo(), out _, out _));
    }

    [Fact]
    public void A_certificate_signed_with_pss_is_read_but_its_signature_is_not_known()
    {
        using var rsa = RSA.Create(2048);
        var certificate = SelfSigned(new CertificateRequest("CN=pss", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pss));
        Assert.Equal(Errno.ENOPKG, certificate.CheckSignature(certificate.PublicKey!));
        Assert.Null(certificate.KeyId);
        Assert.StartsWith("pss: ", certificate.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_cut_off_anywhere_is_refused()
    {
        var der = Corpus.CertificateDer("p256");
        for (var length = 0; length < der.Length; length++)
        {
            Assert.False(X509Key.TryParse(der.AsSpan(0, length), out _, out var error));
            Assert.InRange(error.Offset, 0, length);
        }

        Assert.False(X509Key.TryParse([.. der, 0], out _, out var trailing));
        Assert.Equal(der.Length, trailing.Offset);
    }

    [Fact]
    public void Pem_finds_the_block_by_its_label()
    {
        var text = "text before\n-----BEGIN A-----\nAQI=\n-----END A-----\n-----BEGIN B-----\nAwQ=\n-----END B-----\n"u8;
        Assert.True(Pem.TryDecode(text, "B", out var der));
        Assert.Equal([3, 4], der);
        Assert.False(Pem.TryDecode(text, "C", out _));
        Assert.False(Pem.TryDecode([0xff, 0x00], "A", out _));
    }

    private static X509Key SelfSigned(CertificateRequest request)
    {
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(1));
        Assert.True(X509Key.TryParse(certificate.RawData, out var key, out var error), error.ToString());
        return key;
    }
}
