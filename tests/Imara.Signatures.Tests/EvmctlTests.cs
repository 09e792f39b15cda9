using Imara.Hashing;
using Imara.Signatures.Keys;

namespace Imara.Signatures.Tests;

/// <summary>Signatures of version 2 and keys, exchanged with evmctl 1.4 in both directions.</summary>
public sealed class EvmctlTests : IDisposable
{
    private static readonly byte[] Content = [.. "exchanged with evmctl\n"u8];

    // What evmctl 1.4 with OpenSSL 3 signs by RSA and by ECDSA; the kernel takes md5 and rmd160 with RSA alone.
    private static readonly HashAlgo[] Algos =
        [HashAlgo.Sha1, HashAlgo.Sha224, HashAlgo.Sha256, HashAlgo.Sha384, HashAlgo.Sha512, HashAlgo.Md5, HashAlgo.Rmd160];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string> Keys => new(
        "RSA -pkeyopt rsa_keygen_bits:1024",
        "RSA -pkeyopt rsa_keygen_bits:2048",
        "RSA -pkeyopt rsa_keygen_bits:3072",
        "RSA -pkeyopt rsa_keygen_bits:4096",
        "EC -pkeyopt ec_paramgen_curve:P-192",
        "EC -pkeyopt ec_paramgen_curve:P-256",
        "EC -pkeyopt ec_paramgen_curve:P-384",
        "EC -pkeyopt ec_paramgen_curve:P-521");

    [Theory]
    [MemberData(nameof(Keys))]
    public void Each_verifies_what_the_other_signed(string algorithm)
    {
        using var key = MakeKey(algorithm);
        Assert.True(SigningKeyId.TryFind(key, certificate: null, given: null, out var keyid, out _));
        var keyring = new Keyring();
        Assert.Equal(Errno.None, keyring.Add(key.Certificate!));
        var verifier = new SignatureVerifier(keyring);
        var maker = new SignatureMaker(key.Key, keyid.KeyId);
        var exchanged = 0;
        foreach (var algo in Algos.Where(key.Key.PublicKey.Takes))
        {
            var name = HashAlgos.NameOf(algo);
            var digest = KernelHash.Compute(algo, Content);
            Assert.True(maker.TrySign(ImaXattrType.Signature, digest, out var ours, out var reason), reason);
            folder.Write("file.sig", ours);
            folder.Run("evmctl", $"ima_verify -k @cert.der -a {name} --sigfile @file");

            File.Delete(folder.PathOf("file.sig"));
            folder.Run("evmctl", $"ima_sign -k @both.pem -a {name} --sigfile @file");
            var theirs = folder.Read("file.sig");
            Assert.True(verifier.Verify(theirs, digest).IsGood, name);
            Assert.Equal(ours.AsSpan(0, 7), theirs.AsSpan(0, 7));
            Assert.True(key.Key.PublicKey.Kind != KeyKind.Rsa || ours.AsSpan().SequenceEqual(theirs), "PKCS#1 v1.5 has one signature for a digest");
            exchanged++;
        }

        Assert.Equal(key.Key.PublicKey.Kind == KeyKind.Rsa ? 7 : 5, exchanged);
    }

    [Fact]
    public void The_keys_we_make_sign_in_evmctl()
    {
        folder.Write("file", Content);
        foreach (var kind in new[] { NewKeyKind.Rsa2048, NewKeyKind.P256, NewKeyKind.P384, NewKeyKind.P521 })
        {
            using var key = NewKey.Generate(kind);
            var maker = new CertificateMaker { Subject = "CN=made", NotBefore = DateTimeOffset.UnixEpoch, NotAfter = DateTimeOffset.UnixEpoch.AddYears(90) };
            Assert.True(maker.TryMakeSelfSigned(key.Key, out var der, out _));
            folder.Write("key.pem", key.Write("secret", pem: true));
            folder.Write("cert.der", der);
            folder.Run("evmctl", "ima_sign -k @key.pem -psecret -a sha256 --sigfile @file");
            folder.Run("evmctl", "ima_verify -k @cert.der -a sha256 --sigfile @file");
            Assert.True(X509Key.TryParse(der, out var certificate, out _));
            var keyring = new Keyring();
            keyring.Add(certificate);
            Assert.True(new SignatureVerifier(keyring).Verify(folder.Read("file.sig"), KernelHash.Compute(HashAlgo.Sha256, Content)).IsGood);
        }
    }

    // key.pem, cert.der and both in one file; the key with its certificate.
    private SigningKeyFile MakeKey(string algorithm)
    {
        folder.Write("file", Content);
        folder.OpenSsl($"genpkey -algorithm {algorithm} -out @key.pem");
        folder.OpenSsl("req -x509 -new -key @key.pem -subj /CN=evmctl -days 9 -out @cert.pem");
        folder.OpenSsl("x509 -in @cert.pem -outform DER -out @cert.der");
        folder.Write("both.pem", [.. folder.Read("key.pem"), .. folder.Read("cert.pem")]);
        Assert.True(SigningKeyFile.TryRead(folder.Read("both.pem"), password: null, out var key, out _, out var reason), reason);
        return key;
    }
}
