using System.Security.Cryptography;
using Imara.Hashing;
using Imara.Signatures.Keys;

namespace Imara.Signatures.Tests;

/// <summary>Certificates that the keyrings of IMA take (docs/reference/appraisal.md 7), and that openssl verifies.</summary>
public sealed class CertificateMakerTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(NewKeyKind.Rsa2048, NewKeyKind.P256)]
    [InlineData(NewKeyKind.P256, NewKeyKind.Rsa3072)]
    [InlineData(NewKeyKind.P384, NewKeyKind.P521)]
    [InlineData(NewKeyKind.P521, NewKeyKind.P384)]
    public void A_leaf_of_our_ca_gets_into_dot_ima_and_the_ca_does_not(NewKeyKind ofCa, NewKeyKind ofLeaf)
    {
        using var caKey = NewKey.Generate(ofCa);
        using var leafKey = NewKey.Generate(ofLeaf);
        var ca = SelfSigned(caKey, CertificateRole.Authority, "O=Example, CN=Example CA");
        Assert.True(Maker(CertificateRole.Leaf, "O=Example, CN=IMA signing key").TryMakeSigned(leafKey.Key.PublicKey, ca.Certificate, caKey.Key, out var leafDer, out _));
        var leaf = Parse(leafDer);

        var trusted = new Keyring();
        Assert.Equal(Errno.None, trusted.Add(ca.Certificate));
        Assert.Equal(Errno.None, trusted.Admits(leaf));
        Assert.Equal(Errno.ENOKEY, trusted.Admits(ca.Certificate));
        Assert.Equal(Errno.None, trusted.Admits(ca.Certificate, leavesOnly: false));
        Assert.Equal(leafKey.Key.PublicKey.ComputeSkid(), leaf.Skid.ToArray());
        Assert.Equal($"Example: IMA signing key: {Convert.ToHexStringLower(leaf.Skid.Span)}", leaf.Description);

        folder.Write("ca.der", ca.Der);
        folder.Write("leaf.der", leafDer);
        folder.OpenSsl("x509 -inform DER -in @ca.der -out @ca.pem");
        folder.OpenSsl("verify -x509_strict -no_check_time -CAfile @ca.pem @leaf.der");
        var text = folder.Run("openssl", "x509 -in @leaf.der -noout -subject -issuer -dates").Output;
        Assert.Equal(
            """
            subject=O = Example, CN = IMA signing key
            issuer=O = Example, CN = Example CA
            notBefore=Jan  2 03:04:05 2026 GMT
            notAfter=Jan 12 03:04:05 2026 GMT

            """,
            text);
    }

    [Fact]
    public void A_leaf_may_sign_itself()
    {
        using var key = NewKey.Generate(NewKeyKind.P256);
        var leaf = SelfSigned(key, CertificateRole.Leaf, "CN=alone");
        Assert.Equal((true, false, false), (leaf.Certificate.IsForDigitalSignature, leaf.Certificate.IsForCertSign, leaf.Certificate.IsCa));
        Assert.Equal(Errno.None, leaf.Certificate.CheckSignature(key.Key.PublicKey));
    }

    [Fact]
    public void An_issuer_without_SKID_is_named_by_its_own_issuer_and_serial_number()
    {
        folder.OpenSsl("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out @ca.key");
        File.WriteAllText(
            folder.PathOf("config"), "[req]\ndistinguished_name=dn\nx509_extensions=v3\n[dn]\n[v3]\nsubjectKeyIdentifier=none\nbasicConstraints=CA:TRUE\n");
        folder.OpenSsl("req -x509 -new -config @config -key @ca.key -subj /CN=old -days 9 -outform DER -out @ca.der");
        var ca = Parse(folder.Read("ca.der"));
        Assert.True(SigningKeyFile.TryRead(folder.Read("ca.key"), password: null, out var caKey, out _, out _));
        using var key = NewKey.Generate(NewKeyKind.P256);
        Assert.True(Maker(CertificateRole.Leaf, "CN=leaf").TryMakeSigned(key.Key.PublicKey, ca, caKey.Key, out var der, out _));
        caKey.Dispose();
        var trusted = new Keyring();
        trusted.Add(ca);
        Assert.Equal(Errno.None, trusted.Admits(Parse(der)));
    }

    [Fact]
    public void What_cannot_be_made_comes_with_the_reason()
    {
        using var key = NewKey.Generate(NewKeyKind.P256);
        using var other = NewKey.Generate(NewKeyKind.P256);
        var leaf = SelfSigned(key, CertificateRole.Leaf, "CN=leaf");
        var maker = Maker(CertificateRole.Leaf, "CN=x");
        Assert.False(maker.TryMakeSigned(other.Key.PublicKey, leaf.Certificate, key.Key, out _, out var reason));
        Assert.Equal("the issuer's certificate is not that of a CA", reason);
        Assert.False(maker.TryMakeSigned(other.Key.PublicKey, leaf.Certificate, other.Key, out _, out reason));
        Assert.Contains("public keys differ", reason, StringComparison.Ordinal);
        Assert.False(Maker(CertificateRole.Leaf, "no name").TryMakeSelfSigned(key.Key, out _, out reason));
        Assert.NotEmpty(reason);
        var backwards = new CertificateMaker { Subject = "CN=x", NotBefore = Start, NotAfter = Start.AddDays(-1) };
        Assert.False(backwards.TryMakeSelfSigned(key.Key, out _, out reason));
        Assert.NotEmpty(reason);
    }

    [Theory]
    [InlineData(NewKeyKind.Rsa2048)]
    [InlineData(NewKeyKind.P384)]
    public void Written_keys_open_here_and_in_openssl(NewKeyKind kind)
    {
        using var key = NewKey.Generate(kind);
        foreach (var (password, pem) in new[] { (null, true), (null, false), ("pass word", true), ("pass word", false) })
        {
            folder.Write("key", key.Write(password, pem));
            Assert.True(SigningKeyFile.TryRead(folder.Read("key"), password, out var read, out _, out var reason), reason);
            Assert.True(read.Key.PublicKey.IsSameAs(key.Key.PublicKey));
            read.Dispose();
            File.WriteAllText(folder.PathOf("password"), password ?? "-");
            folder.OpenSsl("pkey -in @key -passin file:@password -pubout -outform DER -out @public");
            Assert.Equal(key.Key.PublicKey.WriteSpki(), folder.Read("public"));
        }
    }

    [Fact]
    public void The_blacklist_names_files_by_digest_and_certificates_by_their_signed_part()
    {
        Assert.Equal(
            "bin:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            BlacklistHash.OfFile(KernelHash.Compute(HashAlgo.Sha256, "abc"u8)));
        folder.Write("cert.der", Corpus.CertificateDer("p256"));
        folder.OpenSsl("asn1parse -inform DER -in @cert.der -strparse 4 -noout -out @tbs");
        Assert.Equal($"tbs:{Convert.ToHexStringLower(SHA256.HashData(folder.Read("tbs")))}", BlacklistHash.OfCertificate(Corpus.Certificate("p256")));
    }

    private static CertificateMaker Maker(CertificateRole role, string subject) =>
        new() { Role = role, Subject = subject, NotBefore = Start, NotAfter = Start.AddDays(10) };

    private static (X509Key Certificate, byte[] Der) SelfSigned(NewKey key, CertificateRole role, string subject)
    {
        Assert.True(Maker(role, subject).TryMakeSelfSigned(key.Key, out var der, out var reason), reason);
        return (Parse(der), der);
    }

    private static X509Key Parse(byte[] der)
    {
        Assert.True(X509Key.TryParse(der, out var key, out var error), error.ToString());
        return key;
    }
}
