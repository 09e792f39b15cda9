using Imara.Hashing;
using Imara.Signatures.Keys;

namespace Imara.Signatures.Tests;

/// <summary>Appended signatures that openssl verifies, and that read back as they were meant. docs/reference/appraisal.md 6.</summary>
public sealed class ModSigWriterTests : IDisposable
{
    private static readonly byte[] Content = [.. "not really a module\0"u8];
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("RSA -pkeyopt rsa_keygen_bits:2048", HashAlgo.Sha256)]
    [InlineData("RSA -pkeyopt rsa_keygen_bits:4096", HashAlgo.Sha512)]
    [InlineData("RSA -pkeyopt rsa_keygen_bits:1024", HashAlgo.Sha1)]
    [InlineData("RSA -pkeyopt rsa_keygen_bits:1024", HashAlgo.Sha3_256)]
    [InlineData("EC -pkeyopt ec_paramgen_curve:P-256", HashAlgo.Sha256)]
    [InlineData("EC -pkeyopt ec_paramgen_curve:P-384", HashAlgo.Sha384)]
    [InlineData("EC -pkeyopt ec_paramgen_curve:P-521", HashAlgo.Sha224)]
    public void Openssl_verifies_ours_by_either_name_of_the_signer(string algorithm, HashAlgo algo)
    {
        using var key = MakeKey(algorithm);
        var certificate = key.Certificate!;
        foreach (var signer in new[] { ModSigSigner.ByIssuer(certificate), ModSigSigner.BySkid(certificate.Skid.Span) })
        {
            Assert.True(ModSigWriter.TrySign(key.Key, signer, KernelHash.Compute(algo, Content), out var appended, out _));
            byte[] file = [.. Content, .. appended];
            Assert.Equal(Errno.None, ModSig.Find(file, out var modSig, out _));
            Assert.Equal((Content.Length, algo), (modSig!.ContentLength, modSig.Algo));
            Assert.Equal(appended, ModSigWriter.Append(modSig.Pkcs7.Span));
            var keyring = new Keyring();
            Assert.Equal(Errno.None, keyring.Add(certificate));
            Assert.True(new ModSigVerifier(keyring).Verify(modSig, asked => KernelHash.Compute(asked, Content)).IsGood);
            Assert.True(new ModSigVerifier(keyring) { Schemes = certificate.PublicKey!.Scheme }.Verify(modSig, asked => KernelHash.Compute(asked, Content)).IsGood);
            var others = SignatureSchemes.All & ~certificate.PublicKey!.Scheme;
            Assert.Equal(Errno.ENOPKG, new ModSigVerifier(keyring) { Schemes = others }.Verify(modSig, asked => KernelHash.Compute(asked, Content)).Errno);

            folder.Write("message.der", modSig.Pkcs7.ToArray());
            folder.OpenSsl("cms -verify -binary -inform DER -in @message.der -content @content -certfile @cert.pem -noverify -out @verified");
            Assert.Equal(Content, folder.Read("verified"));
        }
    }

    [Fact]
    public void Rsa_messages_are_byte_for_byte_those_of_openssl()
    {
        using var key = MakeKey("RSA -pkeyopt rsa_keygen_bits:2048");
        foreach (var (signer, option) in new[] { (ModSigSigner.ByIssuer(key.Certificate!), string.Empty), (ModSigSigner.BySkid(key.Certificate!.Skid.Span), "-keyid") })
        {
            folder.OpenSsl($"cms -sign -binary -noattr -nocerts {option} -md sha256 -in @content -signer @cert.pem -inkey @key.pem -outform DER -out @openssl.der");
            Assert.True(ModSigWriter.TrySign(key.Key, signer, KernelHash.Compute(HashAlgo.Sha256, Content), out var ours, out _));
            Assert.Equal(ModSigWriter.Append(folder.Read("openssl.der")), ours);
        }
    }

    [Theory]
    [InlineData(HashAlgo.Md5)]
    [InlineData(HashAlgo.Rmd160)]
    [InlineData(HashAlgo.Sm3)]
    public void Digests_that_the_kernel_does_not_read_are_refused(HashAlgo algo)
    {
        using var key = MakeKey("RSA -pkeyopt rsa_keygen_bits:1024");
        Assert.False(ModSigWriter.TrySign(key.Key, ModSigSigner.ByIssuer(key.Certificate!), Digest.Zero(algo), out _, out var reason));
        Assert.Equal($"an appended signature takes no {HashAlgos.NameOf(algo)} digest", reason);
    }

    private SigningKeyFile MakeKey(string algorithm)
    {
        folder.Write("content", Content);
        folder.OpenSsl($"genpkey -algorithm {algorithm} -out @key.pem");
        folder.OpenSsl("req -x509 -new -key @key.pem -subj /O=Example/CN=module -days 9 -out @cert.pem");
        Assert.True(SigningKeyFile.TryRead([.. folder.Read("key.pem"), .. folder.Read("cert.pem")], password: null, out var key, out _, out var reason), reason);
        return key;
    }
}
