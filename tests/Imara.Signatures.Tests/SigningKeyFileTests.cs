using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Imara.Signatures.Keys;

namespace Imara.Signatures.Tests;

/// <summary>Private keys as openssl writes them.</summary>
public sealed class SigningKeyFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("RSA -pkeyopt rsa_keygen_bits:1024", KeyKind.Rsa, 1024)]
    [InlineData("RSA -pkeyopt rsa_keygen_bits:2048", KeyKind.Rsa, 2048)]
    [InlineData("EC -pkeyopt ec_paramgen_curve:P-192", KeyKind.Ecdsa, 192)]
    [InlineData("EC -pkeyopt ec_paramgen_curve:P-256", KeyKind.Ecdsa, 256)]
    [InlineData("EC -pkeyopt ec_paramgen_curve:P-384", KeyKind.Ecdsa, 384)]
    [InlineData("EC -pkeyopt ec_paramgen_curve:P-521", KeyKind.Ecdsa, 521)]
    public void Every_form_of_one_key_reads_as_the_same_key(string algorithm, KeyKind kind, int bits)
    {
        var spki = Generate(algorithm);
        folder.OpenSsl("pkcs8 -topk8 -nocrypt -in @key.pem -outform DER -out @pkcs8.der");
        folder.OpenSsl("pkey -in @key.pem -traditional -out @traditional.pem");
        folder.OpenSsl("pkey -in @key.pem -traditional -outform DER -out @traditional.der");
        foreach (var name in new[] { "key.pem", "pkcs8.der", "traditional.pem", "traditional.der" })
        {
            using var read = Read(name, password: null);
            Assert.Equal((kind, bits), (read.Key.PublicKey.Kind, read.Key.PublicKey.Bits));
            Assert.Equal(spki, read.Key.PublicKey.WriteSpki());
            Assert.Null(read.Certificate);
            AssertSigns(read.Key);
        }
    }

    [Theory]
    [InlineData("pkcs8 -topk8 -v2 aes-256-cbc")]
    [InlineData("pkcs8 -topk8 -v2 aes-192-cbc -v2prf hmacWithSHA512")]
    [InlineData("pkcs8 -topk8 -v2 aes-128-cbc -v2prf hmacWithSHA1 -iter 1000")]
    [InlineData("pkcs8 -topk8 -v2 des3 -v2prf hmacWithSHA384")]
    [InlineData("pkcs8 -topk8 -v2 aes-256-cbc -outform DER")]
    [InlineData("pkcs8 -topk8 -v1 PBE-SHA1-3DES")]
    [InlineData("pkey -traditional -aes128")]
    [InlineData("pkey -traditional -aes192")]
    [InlineData("pkey -traditional -aes256")]
    [InlineData("pkey -traditional -des3")]
    public void An_encrypted_key_opens_with_its_password_alone(string conversion)
    {
        foreach (var algorithm in new[] { "RSA -pkeyopt rsa_keygen_bits:2048", "EC -pkeyopt ec_paramgen_curve:P-256" })
        {
            var spki = Generate(algorithm);
            folder.OpenSsl($"{conversion} -in @key.pem -passout pass:schlüssel -out @encrypted");
            using var read = Read("encrypted", "schlüssel");
            Assert.Equal(spki, read.Key.PublicKey.WriteSpki());
            AssertRefused("encrypted", password: null, SigningKeyFailure.PasswordNeeded, "a password is needed");
            AssertRefused("encrypted", "schloss", SigningKeyFailure.WrongPassword, "the password does not open");
            AssertRefused("encrypted", string.Empty, SigningKeyFailure.WrongPassword, "the password does not open");
        }
    }

    [Fact]
    public void A_wrong_password_is_told_even_where_the_padding_happens_to_fit()
    {
        Generate("EC -pkeyopt ec_paramgen_curve:P-256");
        folder.OpenSsl("pkey -traditional -aes128 -in @key.pem -passout pass:right -out @encrypted");
        for (var attempt = 0; attempt < 600; attempt++)
        {
            Assert.False(SigningKeyFile.TryRead(folder.Read("encrypted"), $"wrong{attempt}", out _, out var failure, out _));
            Assert.Equal(SigningKeyFailure.WrongPassword, failure);
        }
    }

    [Theory]
    [InlineData("", "geheim")]
    [InlineData("-keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -macalg sha1", "geheim")]
    [InlineData("-keypbe NONE -certpbe NONE -nomac", "")]
    public void Pkcs12_gives_the_key_and_its_certificate(string how, string password)
    {
        foreach (var algorithm in new[] { "RSA -pkeyopt rsa_keygen_bits:2048", "EC -pkeyopt ec_paramgen_curve:P-384" })
        {
            var spki = Generate(algorithm);
            folder.OpenSsl("req -x509 -new -key @key.pem -subj /CN=signer -days 9 -out @cert.pem");
            folder.OpenSsl($"pkcs12 -export {how} -inkey @key.pem -in @cert.pem -passout pass:{password} -out @key.p12");
            using var read = Read("key.p12", password);
            Assert.Equal(spki, read.Key.PublicKey.WriteSpki());
            Assert.Equal(spki, read.Certificate!.PublicKey!.WriteSpki());
            AssertSigns(read.Key);
            if (password.Length > 0)
            {
                AssertRefused("key.p12", password: null, SigningKeyFailure.PasswordNeeded, "a password is needed");
                AssertRefused("key.p12", "other", SigningKeyFailure.WrongPassword, "the password does not open");
            }
        }
    }

    [Fact]
    public void Of_the_certificates_beside_a_key_the_one_with_its_public_key_is_meant()
    {
        Generate("EC -pkeyopt ec_paramgen_curve:P-256");
        folder.OpenSsl("req -x509 -new -key @key.pem -subj /CN=signer -days 9 -out @cert.pem");
        var other = File.ReadAllBytes(Corpus.PathOf("keys/ca.pem"));
        byte[] mixed = [.. other, .. "text between\n"u8, .. folder.Read("key.pem"), .. folder.Read("cert.pem")];
        Assert.True(SigningKeyFile.TryRead(mixed, password: null, out var read, out _, out _));
        using (read)
        {
            Assert.Equal(2, read.Certificates.Count);
            Assert.Same(read.Certificates[1], read.Certificate);
            Assert.StartsWith("signer: ", read.Certificate!.Description, StringComparison.Ordinal);
        }

        Assert.True(SigningKeyFile.TryRead([.. other, .. folder.Read("key.pem")], password: null, out var without, out _, out _));
        Assert.Null(without.Certificate);
        without.Dispose();
    }

    [Fact]
    public void A_certificate_that_cannot_be_read_is_not_passed_over()
    {
        Generate("EC -pkeyopt ec_paramgen_curve:P-256");
        byte[] mixed = [.. folder.Read("key.pem"), .. "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n"u8];
        Assert.False(SigningKeyFile.TryRead(mixed, password: null, out _, out var failure, out var reason));
        Assert.Equal(SigningKeyFailure.NotAKey, failure);
        Assert.StartsWith("certificate 1 beside the key: ", reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:768", "768 bits")]
    [InlineData("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:1280", "1280 bits")]
    [InlineData("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:4224", "does not take")]
    [InlineData("genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:1024", "neither RSA (PKCS#1 v1.5) nor ECDSA")]
    [InlineData("genpkey -algorithm ED25519", "neither RSA (PKCS#1 v1.5) nor ECDSA")]
    [InlineData("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-224", "a curve other than")]
    [InlineData("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:secp256k1", "a curve other than")]
    [InlineData("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -pkeyopt ec_param_enc:explicit", "not named")]
    public void Keys_that_no_kernel_verifies_are_unsupported(string make, string reason)
    {
        folder.OpenSsl($"{make} -out @key.pem");
        AssertRefused("key.pem", password: null, SigningKeyFailure.Unsupported, reason);
    }

    [Fact]
    public void Encryption_that_is_not_opened_here_is_unsupported_and_endless_work_is_refused()
    {
        Generate("EC -pkeyopt ec_paramgen_curve:P-256");
        folder.OpenSsl("pkcs8 -topk8 -scrypt -in @key.pem -passout pass:x -out @scrypt.pem");
        AssertRefused("scrypt.pem", "x", SigningKeyFailure.Unsupported, "not PBKDF2");
        folder.OpenSsl("pkcs8 -topk8 -v2 camellia-128-cbc -in @key.pem -passout pass:x -out @camellia.pem");
        AssertRefused("camellia.pem", "x", SigningKeyFailure.Unsupported, "other than AES-CBC or 3DES-CBC");
        folder.OpenSsl("pkcs8 -topk8 -v2 aes-128-cbc -iter 1193046 -outform DER -in @key.pem -passout pass:x -out @many.der");
        var many = folder.Read("many.der");
        var at = many.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x02, 0x03, 0x12, 0x34, 0x56]);
        many[at + 2] = 0x7f;
        folder.Write("many.der", many);
        AssertRefused("many.der", "x", SigningKeyFailure.NotAKey, "iteration count");
    }

    [Fact]
    public void Other_files_are_not_keys()
    {
        Assert.Equal("no private key, only CERTIFICATE", ReasonOf(File.ReadAllBytes(Corpus.PathOf("keys/ca.pem"))));
        Assert.Equal("a certificate, not a private key", ReasonOf(Corpus.CertificateDer("ca")));
        Assert.Equal("a public key, not a private key", ReasonOf(Corpus.Certificate("ca").PublicKey!.WriteSpki()));
        Assert.Equal("neither PEM nor DER of a private key", ReasonOf([]));
        Assert.Equal($"a file of more than {SigningKeyFile.MaxSize} bytes", ReasonOf(new byte[SigningKeyFile.MaxSize + 1]));
    }

    [Fact]
    public void No_bytes_make_the_reader_throw()
    {
        Generate("RSA -pkeyopt rsa_keygen_bits:1024");
        folder.OpenSsl("req -x509 -new -key @key.pem -subj /CN=signer -days 9 -out @cert.pem");
        folder.OpenSsl("pkcs8 -topk8 -nocrypt -in @key.pem -outform DER -out @1");
        folder.OpenSsl("pkcs8 -topk8 -v2 aes-128-cbc -iter 2 -in @key.pem -passout pass:x -outform DER -out @2");
        folder.OpenSsl("pkcs8 -topk8 -v1 PBE-SHA1-3DES -iter 2 -in @key.pem -passout pass:x -outform DER -out @3");
        folder.OpenSsl("pkcs12 -export -iter 2 -inkey @key.pem -in @cert.pem -passout pass:x -out @4");
        folder.OpenSsl("pkey -traditional -aes128 -in @key.pem -passout pass:x -out @5");
        Generate("EC -pkeyopt ec_paramgen_curve:P-256");
        folder.OpenSsl("pkey -traditional -outform DER -in @key.pem -out @6");
        var seeds = Enumerable.Range(1, 6).Select(name => folder.Read($"{name}")).ToArray();
        var mutated =
            from seed in Pick.From(seeds)
            from start in Gen.Int[0, 8]
            from end in Gen.Int[0, 8]
            from edits in (from at in Gen.Int[0, seed.Length - 1] from with in Gen.Byte select (at, with)).Array[0, 4]
            select Edit(seed, start % 3 == 2 ? 1 : 0, end % 3 == 2 ? 1 : 0, edits);
        Gen.OneOf(Gen.Byte.Array[0, 80], mutated).Sample(bytes =>
        {
            var read = SigningKeyFile.TryRead(bytes, "x", out var file, out var failure, out var reason);
            file?.Dispose();
            return read == (failure == SigningKeyFailure.None) && read == (reason.Length == 0) && !reason.Contains('\n');
        }, iter: 3000);
    }

    private static byte[] Edit(byte[] seed, int start, int end, (int At, byte With)[] edits)
    {
        var bytes = seed.ToArray();
        foreach (var (at, with) in edits)
        {
            bytes[at] = with;
        }

        return bytes[start..^end];
    }

    private static string ReasonOf(byte[] file)
    {
        Assert.False(SigningKeyFile.TryRead(file, password: null, out _, out var failure, out var reason));
        Assert.Equal(SigningKeyFailure.NotAKey, failure);
        return reason;
    }

    private static void AssertSigns(SigningKey key)
    {
        var digest = new Digest(HashAlgo.Sha256, SHA256.HashData("file"u8));
        Assert.True(key.TrySign(digest, out var signature, out var reason), reason);
        Assert.InRange(signature.Length, 1, key.MaxSignatureSize);
        Assert.Equal(Errno.None, key.PublicKey.Verify(digest.Algo, digest.Bytes, signature));
    }

    // The key in PKCS#8 PEM as key.pem; the answer is its public half.
    private byte[] Generate(string algorithm)
    {
        folder.OpenSsl($"genpkey -algorithm {algorithm} -out @key.pem");
        folder.OpenSsl("pkey -in @key.pem -pubout -outform DER -out @public.der");
        return folder.Read("public.der");
    }

    private SigningKeyFile Read(string name, string? password)
    {
        Assert.True(SigningKeyFile.TryRead(folder.Read(name), password, out var read, out _, out var reason), $"{name}: {reason}");
        return read;
    }

    private void AssertRefused(string name, string? password, SigningKeyFailure expected, string part)
    {
        Assert.False(SigningKeyFile.TryRead(folder.Read(name), password, out _, out var failure, out var reason));
        Assert.Equal(expected, failure);
        Assert.Contains(part, reason, StringComparison.Ordinal);
    }
}
