using Imara.Signatures.Keys;

namespace Imara.Signatures.Tests;

/// <summary>docs/reference/appraisal.md 2 (keyid).</summary>
public sealed class SigningKeyIdTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public SigningKeyIdTests()
    {
        folder.OpenSsl("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out @key.pem");
        MakeCertificate("common", "subjectKeyIdentifier=hash");
        MakeCertificate("custom", "subjectKeyIdentifier=0102030405060708");
        MakeCertificate("none", "subjectKeyIdentifier=none");
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_number_goes_before_a_certificate_before_the_file_before_the_key()
    {
        using var bare = Read("key.pem");
        using var custom = Read("key.pem", "custom.pem");
        var common = Certificate("common");
        Assert.Equal(new SigningKeyId(common.KeyId!.Value, null), Find(bare, null, null));
        Assert.Equal(new SigningKeyId(common.KeyId!.Value, null), Find(custom, common, null));
        Assert.Equal(new SigningKeyId(0x05060708, null), Find(custom, null, null));
        Assert.Equal(new SigningKeyId(0x05060708, null), Find(bare, Certificate("custom"), null));
        Assert.Equal(new SigningKeyId(7, null), Find(bare, null, 7));
        Assert.Equal(new SigningKeyId(0x05060708, null), Find(custom, null, 0x05060708));
    }

    [Fact]
    public void A_number_that_the_certificate_contradicts_is_taken_with_a_warning()
    {
        using var custom = Read("key.pem", "custom.pem");
        Assert.Equal(new SigningKeyId(7, "the certificate of the key has the keyid 05060708, not 00000007"), Find(custom, null, 7));
    }

    [Fact]
    public void A_certificate_without_SKID_brings_a_warning()
    {
        using var bare = Read("key.pem");
        Assert.Equal(
            new SigningKeyId(Certificate("common").KeyId!.Value, "the certificate has no subject key identifier: the kernel cannot find its key"),
            Find(bare, Certificate("none"), null));
    }

    [Fact]
    public void Another_keys_certificate_is_an_error()
    {
        using var bare = Read("key.pem");
        Assert.False(SigningKeyId.TryFind(bare, Corpus.Certificate("p256"), 7, out _, out var reason));
        Assert.Equal("the certificate is not that of the private key: their public keys differ", reason);
    }

    private static SigningKeyId Find(SigningKeyFile key, X509Key? certificate, uint? given)
    {
        Assert.True(SigningKeyId.TryFind(key, certificate, given, out var found, out var reason), reason);
        return found;
    }

    private void MakeCertificate(string name, string extension)
    {
        File.WriteAllText(folder.PathOf("config"), $"[req]\ndistinguished_name=dn\nx509_extensions=v3\n[dn]\n[v3]\n{extension}\n");
        folder.OpenSsl($"req -x509 -new -config @config -key @key.pem -subj /CN={name} -days 9 -out @{name}.pem");
    }

    private X509Key Certificate(string name)
    {
        Assert.True(Pem.TryDecode(folder.Read($"{name}.pem"), "CERTIFICATE", out var der));
        Assert.True(X509Key.TryParse(der, out var certificate, out _));
        return certificate;
    }

    private SigningKeyFile Read(params string[] names)
    {
        Assert.True(SigningKeyFile.TryRead([.. names.SelectMany(folder.Read)], password: null, out var read, out _, out var reason), reason);
        return read;
    }
}
