using System.Security.Cryptography;
using CsCheck;
using Imara.Hashing;
using Imara.Signatures.Interop;
using Imara.Signatures.Keys;
using Imara.Tests.Shared;

namespace Imara.Signatures.Tests;

/// <summary>libcrypto called directly, and the framework: each verifies what the other signed.</summary>
public class LibCryptoTests
{
    private static readonly (FrameworkSigningKey Framework, LibCryptoSigningKey Direct)[] Keys =
    [
        Make(RSA.Create(1024)), Make(RSA.Create(2048)), Make(ECDsa.Create(ECCurve.NamedCurves.nistP256)),
        Make(ECDsa.Create(ECCurve.NamedCurves.nistP384)), Make(ECDsa.Create(ECCurve.NamedCurves.nistP521)),
    ];

    private static readonly HashAlgo[] FrameworkAlgos = [HashAlgo.Sha1, HashAlgo.Sha256, HashAlgo.Sha384, HashAlgo.Sha512];

    [Fact]
    public void Each_verifies_what_the_other_signed() => Gen.Select(Pick.From(Keys), Pick.From(FrameworkAlgos), Gen.Byte.Array[1, 40]).Sample((pair, algo, content) =>
    {
        var digest = KernelHash.Compute(algo, content);
        Assert.True(pair.Framework.TrySign(digest, out var byFramework, out _));
        Assert.True(pair.Direct.TrySign(digest, out var direct, out _));
        Assert.Equal(Errno.None, pair.Direct.PublicKey.Verify(algo, digest.Bytes, byFramework));
        Assert.Equal(Errno.None, VerifyByFramework(pair.Direct.PublicKey, digest, direct));
        var other = KernelHash.Compute(algo, [.. content, 0]);
        Assert.Equal(Errno.EKEYREJECTED, pair.Direct.PublicKey.Verify(algo, other.Bytes, byFramework));
        Assert.Equal(Errno.EKEYREJECTED, VerifyByFramework(pair.Direct.PublicKey, other, direct));
        Assert.True(pair.Direct.PublicKey.Kind != KeyKind.Rsa || direct.AsSpan().SequenceEqual(byFramework));
    }, iter: 200);

    [Theory]
    [InlineData(HashAlgo.Md5)]
    [InlineData(HashAlgo.Rmd160)]
    [InlineData(HashAlgo.Sha224)]
    [InlineData(HashAlgo.Sha3_256)]
    public void Rsa_signs_every_hash_that_has_a_DigestInfo_in_the_kernel(HashAlgo algo)
    {
        var key = Keys[1].Direct;
        var digest = KernelHash.Compute(algo, "abc"u8);
        Assert.True(key.TrySign(digest, out var signature, out _));
        Assert.Equal(Errno.None, key.PublicKey.Verify(algo, digest.Bytes, signature));
        Assert.Equal(Pkcs1.Pad(Pkcs1.DigestInfo(algo, digest.Bytes), 256), ((RsaKey)key.PublicKey).Open(signature));
    }

    [Theory]
    [InlineData(1, HashAlgo.Sm3)]
    [InlineData(1, HashAlgo.Streebog256)]
    [InlineData(2, HashAlgo.Md5)]
    [InlineData(2, HashAlgo.Rmd160)]
    public void Digests_that_the_kernel_refuses_are_not_signed(int key, HashAlgo algo)
    {
        Assert.False(Keys[key].Direct.TrySign(Digest.Zero(algo), out _, out var reason));
        Assert.Contains("the kernel takes no", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_block_without_DigestInfo_is_padded_up_to_eleven_bytes_less_than_the_modulus()
    {
        var key = Keys[0].Direct;
        foreach (var length in new[] { 1, 20, 128 - 11 })
        {
            var message = RandomNumberGenerator.GetBytes(length);
            Assert.True(key.TrySignBlock(message, out var signature, out _));
            Assert.Equal(Errno.None, ((RsaKey)key.PublicKey).VerifyBlock(message, signature));
            Assert.Equal(Pkcs1.Pad(message, 128), ((RsaKey)key.PublicKey).Open(signature));
        }

        Assert.False(key.TrySignBlock(new byte[128 - 10], out _, out var reason));
        Assert.Equal("a message that is too long for the key", reason);
        Assert.False(Keys[2].Direct.TrySignBlock(new byte[20], out _, out reason));
        Assert.Equal("only RSA signs without a DigestInfo", reason);
    }

    [Fact]
    public void Every_function_that_is_called_is_looked_for_first()
    {
        var source = File.ReadAllText(Repository.PathOf("src/Imara.Signatures/Interop/LibCrypto.cs"));
        var called = source.Split("EntryPoint = \"").Skip(1).Select(rest => rest[..rest.IndexOf('"', StringComparison.Ordinal)]).Order(StringComparer.Ordinal);
        Assert.Equal(called, LibCrypto.Functions.Order(StringComparer.Ordinal));
        Assert.Empty(LibCrypto.Problem);
        Assert.Equal("libcrypto.so.3 lacks no_such_function", CryptoLibrary.ProblemWith(["ERR_get_error", "no_such_function"]));
    }

    [Fact]
    public void Without_libssl_private_keys_are_read_by_libcrypto_alone()
    {
        using var rsa = RSA.Create(2048);
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var digest = KernelHash.Compute(HashAlgo.Sha256, "x"u8);
        foreach (var (der, spki) in new[]
        {
            (rsa.ExportPkcs8PrivateKey(), rsa.ExportSubjectPublicKeyInfo()), (rsa.ExportRSAPrivateKey(), rsa.ExportSubjectPublicKeyInfo()),
            (ecdsa.ExportPkcs8PrivateKey(), ecdsa.ExportSubjectPublicKeyInfo()), (ecdsa.ExportECPrivateKey(), ecdsa.ExportSubjectPublicKeyInfo()),
        })
        {
            Assert.Equal(default, PrivateKeyImport.ImportByLibCrypto(der, out var key));
            using (key)
            {
                Assert.Equal(spki, key!.PublicKey.WriteSpki());
                Assert.True(key.TrySign(digest, out var signature, out var reason), reason);
                Assert.Equal(Errno.None, key.PublicKey.Verify(digest.Algo, digest.Bytes, signature));
            }

            Assert.NotEqual(default, PrivateKeyImport.ImportByLibCrypto(der.AsSpan(0, der.Length - 5), out key));
            Assert.Null(key);
        }

        using var small = RSA.Create(768);
        Assert.Contains("768 bits", PrivateKeyImport.ImportByLibCrypto(small.ExportPkcs8PrivateKey(), out _).Reason);
    }

    [Fact]
    public void Many_threads_share_one_key()
    {
        var digest = KernelHash.Compute(HashAlgo.Sha256, "shared"u8);
        var bad = 0;
        foreach (var (_, key) in Keys)
        {
            Parallel.For(0, 200, index =>
            {
                if (!key.TrySign(digest, out var signature, out _) || key.PublicKey.Verify(digest.Algo, digest.Bytes, signature) != Errno.None)
                {
                    Interlocked.Increment(ref bad);
                }
            });
        }

        Assert.Equal(0, bad);
    }

    [Fact]
    public void A_number_beyond_the_modulus_is_EINVAL_and_a_smaller_wrong_one_is_rejected()
    {
        var key = (RsaKey)Keys[1].Direct.PublicKey;
        var above = key.Modulus.ToArray();
        Assert.Equal(Errno.EINVAL, key.Verify(HashAlgo.Sha256, new byte[32], above));
        above[^1]--;
        Assert.Equal(Errno.EKEYREJECTED, key.Verify(HashAlgo.Sha256, new byte[32], above));
    }

    private static Errno VerifyByFramework(PublicKey key, Digest digest, byte[] signature)
    {
        if (key is RsaKey rsa)
        {
            return rsa.VerifyByFramework(new HashAlgorithmName(HashAlgos.NameOf(digest.Algo).ToUpperInvariant()), digest.Bytes, signature);
        }

        using var framework = ECDsa.Create();
        framework.ImportSubjectPublicKeyInfo(key.WriteSpki(), out _);
        return framework.VerifyHash(digest.Bytes, signature, DSASignatureFormat.Rfc3279DerSequence) ? Errno.None : Errno.EKEYREJECTED;
    }

    private static (FrameworkSigningKey Framework, LibCryptoSigningKey Direct) Make(AsymmetricAlgorithm key)
    {
        Assert.True(PublicKey.TryParseSpki(key.ExportSubjectPublicKeyInfo(), out var publicKey, out _));
        return (new FrameworkSigningKey(key, publicKey), LibCryptoSigningKey.FromPkcs8(key.ExportPkcs8PrivateKey(), publicKey)!);
    }
}
