using System.Security.Cryptography;
using Imara.Hashing;
using Imara.Signatures.Asn1;
using Imara.Signatures.Keys;

namespace Imara.Signatures.Tests;

public class SignatureVerifierTests
{
    private static readonly Digest Content = KernelHash.Compute(HashAlgo.Sha256, "content"u8);

    public static TheoryData<string> Signers => ["rsa", "p256"];

    [Theory]
    [MemberData(nameof(Signers))]
    public void Version_3_over_a_file_is_good_from_7_1_on_and_the_wrong_version_before(string name)
    {
        var signer = Find(name);
        foreach (var type in new[] { ImaXattrType.Signature, ImaXattrType.EvmPortableSignature })
        {
            var value = signer.SignXattr(type, 3, Content);
            Assert.True(new SignatureVerifier(signer.Keyring) { V3ForFiles = true }.Verify(value, Content).IsGood);
            Assert.Equal(SignatureStatus.WrongVersion, new SignatureVerifier(signer.Keyring).Verify(value, Content).Status);
        }
    }

    [Theory]
    [InlineData("rsa", SignatureSchemes.Rsa, SignatureSchemes.Ecdsa)]
    [InlineData("p256", SignatureSchemes.EcdsaP256, SignatureSchemes.All & ~SignatureSchemes.EcdsaP256)]
    public void A_key_that_the_kernel_has_no_algorithm_for_verifies_nothing(string name, SignatureSchemes known, SignatureSchemes others)
    {
        var signer = Find(name);
        var value = signer.SignXattr(ImaXattrType.Signature, 2, Content);
        foreach (var depth in new[] { SignatureDepth.Full, SignatureDepth.Key })
        {
            Assert.True(new SignatureVerifier(signer.Keyring) { Schemes = known, Depth = depth }.Verify(value, Content).IsGood);
            Assert.Equal(Errno.ENOPKG, new SignatureVerifier(signer.Keyring) { Schemes = others, Depth = depth }.Verify(value, Content).Errno);
        }
    }

    [Theory]
    [MemberData(nameof(Signers))]
    public void A_version_3_signature_holds_for_its_type_alone(string name)
    {
        var signer = Find(name);
        var verifier = new SignatureVerifier(signer.Keyring) { V3ForFiles = true };
        var value = signer.SignXattr(ImaXattrType.VeritySignature, 3, Content);
        Assert.True(verifier.Verify(value, Content).IsGood);
        value[0] = (byte)ImaXattrType.Signature;
        Assert.Equal(Errno.EKEYREJECTED, verifier.Verify(value, Content).Errno);
    }

    [Fact]
    public void A_version_3_signature_without_the_file_id_is_refused()
    {
        var value = Signer.Rsa.SignXattr(ImaXattrType.Signature, 2, Content);
        value[1] = 3;
        Assert.Equal(SignatureStatus.Rejected, new SignatureVerifier(Signer.Rsa.Keyring) { V3ForFiles = true }.Verify(value, Content).Status);
    }

    [Fact]
    public void The_file_id_is_type_algorithm_and_digest() =>
        Assert.Equal([0x06, 0x04, .. Content.Bytes], FileId.Write(ImaXattrType.VeritySignature, Content));

    [Theory]
    [InlineData(0, SignatureStatus.UnsupportedVersion, Errno.EOPNOTSUPP)]
    [InlineData(1, SignatureStatus.Malformed, Errno.EINVAL)]
    [InlineData(4, SignatureStatus.UnsupportedVersion, Errno.EOPNOTSUPP)]
    [InlineData(255, SignatureStatus.UnsupportedVersion, Errno.EOPNOTSUPP)]
    public void Other_versions_are_told_apart(byte version, SignatureStatus status, Errno errno)
    {
        var value = Signer.P256.SignXattr(ImaXattrType.Signature, 2, Content);
        value[1] = version;
        var verdict = new SignatureVerifier(Signer.P256.Keyring) { V3ForFiles = true }.Verify(value, Content);
        Assert.Equal((status, errno), (verdict.Status, verdict.Errno));
    }

    [Fact]
    public void A_length_is_looked_at_before_the_algorithm_and_the_algorithm_before_the_key()
    {
        var verifier = new SignatureVerifier(new Keyring());
        var value = Signer.P256.SignXattr(ImaXattrType.Signature, 2, Content);
        Assert.Equal(Errno.ENOKEY, verifier.Verify(value, Content).Errno);
        value[2] = 0xff;
        Assert.Equal(Errno.ENOPKG, verifier.Verify(value, Content).Errno);
        value[8] ^= 1;
        Assert.Equal(Errno.EBADMSG, verifier.Verify(value, Content).Errno);
    }

    [Fact]
    public void A_key_in_the_blacklist_is_refused()
    {
        var value = Signer.Rsa.SignXattr(ImaXattrType.Signature, 2, Content);
        var verdict = new SignatureVerifier(Signer.Rsa.Keyring) { Blacklist = Signer.Rsa.Keyring }.Verify(value, Content);
        Assert.Equal((SignatureStatus.RevokedKey, Errno.EKEYREJECTED), (verdict.Status, verdict.Errno));
    }

    [Fact]
    public void A_good_signature_names_its_key()
    {
        var verdict = new SignatureVerifier(Signer.Rsa.Keyring).Verify(Signer.Rsa.SignXattr(ImaXattrType.Signature, 2, Content), Content);
        Assert.Same(Signer.Rsa.Key, verdict.Key!.Key);
    }

    [Theory]
    [InlineData(HashAlgo.Sha1)]
    [InlineData(HashAlgo.Sha3_256)]
    [InlineData(HashAlgo.Sha3_512)]
    public void Rsa_is_good_with_every_hash_the_kernel_has_a_prefix_for(HashAlgo algo)
    {
        var digest = KernelHash.Compute(algo, "content"u8);
        var block = Pkcs1.DigestInfo(algo, digest.Bytes);
        using var rsa = RSA.Create(1024);
        Assert.True(RsaKey.TryParsePkcs1(rsa.ExportRSAPublicKey(), out var key, out _));
        var name = new HashAlgorithmName(HashAlgos.NameOf(algo).ToUpperInvariant());
        var signature = rsa.SignHash(digest.Bytes, name, RSASignaturePadding.Pkcs1);
        Assert.Equal(Errno.None, key.Verify(algo, digest.Bytes, signature));
        Assert.Equal(Errno.None, key.VerifyBlock(block, signature));
        signature[^1] ^= 1;
        Assert.Equal(Errno.EKEYREJECTED, key.Verify(algo, digest.Bytes, signature));
        Assert.Equal(Errno.EKEYREJECTED, key.VerifyBlock(block, signature));
        Assert.Equal(Errno.EINVAL, key.Verify(algo, digest.Bytes, signature.AsSpan(1)));
    }

    [Fact]
    public void A_digest_of_another_length_than_the_algorithms_is_refused()
    {
        Assert.Equal(Errno.EINVAL, Signer.Rsa.Key.Verify(HashAlgo.Sha1, Content.Bytes, Signer.Rsa.Sign(Content)));
        Assert.Equal(Errno.EINVAL, Signer.P256.Key.Verify(HashAlgo.Sha1, Content.Bytes, Signer.P256.Sign(Content)));
    }

    [Fact]
    public void A_point_that_is_not_on_the_curve_verifies_nothing()
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var spki = ecdsa.ExportSubjectPublicKeyInfo();
        spki[^1] ^= 1;
        Assert.True(PublicKey.TryParseSpki(spki, out var key, out _));
        Assert.Equal(Errno.EINVAL, key.Verify(HashAlgo.Sha256, Content.Bytes, ecdsa.SignHash(Content.Bytes, DSASignatureFormat.Rfc3279DerSequence)));
    }

    [Fact]
    public void A_kernel_without_sha3_has_no_such_algorithm()
    {
        var digest = KernelHash.Compute(HashAlgo.Sha3_256, "content"u8);
        var value = Signer.Rsa.SignXattr(ImaXattrType.Signature, 2, digest);
        Assert.True(new SignatureVerifier(Signer.Rsa.Keyring).Verify(value, digest).IsGood);
        Assert.Equal(Errno.ENOPKG, new SignatureVerifier(Signer.Rsa.Keyring) { Sha3 = false }.Verify(value, digest).Errno);
    }

    [Theory]
    [InlineData(HashAlgo.Md4)]
    [InlineData(HashAlgo.Sm3)]
    [InlineData(HashAlgo.Streebog256)]
    [InlineData(HashAlgo.Wp512)]
    public void Rsa_has_no_prefix_for_the_other_hashes(HashAlgo algo) =>
        Assert.Equal(Errno.ENOPKG, Signer.Rsa.Key.Verify(algo, new byte[HashAlgos.DigestSize(algo)], new byte[256]));

    // Kernel 6.18 adds self-signed certificates of these sizes, and answers EINVAL to 768, 1280, 2056 and 2560 bits.
    [Theory]
    [InlineData(512, true)]
    [InlineData(768, false)]
    [InlineData(1024, true)]
    [InlineData(1280, false)]
    [InlineData(1536, true)]
    [InlineData(2048, true)]
    [InlineData(2560, false)]
    public void Rsa_keys_have_one_of_the_kernels_sizes(int bits, bool taken)
    {
        using var rsa = RSA.Create(bits);
        Assert.True(RsaKey.TryParsePkcs1(rsa.ExportRSAPublicKey(), out var key, out _));
        var digest = KernelHash.Compute(HashAlgo.Sha1, "content"u8);
        var signature = rsa.SignHash(digest.Bytes, HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1);
        Assert.Equal(taken ? Errno.None : Errno.EINVAL, key.Verify(HashAlgo.Sha1, digest.Bytes, signature));
    }

    [Fact]
    public void P192_signatures_made_by_openssl_are_good()
    {
        var key = Corpus.MadeCertificate("cert_p192").PublicKey!;
        var digest = KernelHash.Compute(HashAlgo.Sha256, "abc"u8);
        Assert.Equal(192, key.Bits);
        Assert.Equal(Errno.None, key.Verify(HashAlgo.Sha256, digest.Bytes, Corpus.Made("p192_sha256_abc")));
        Assert.Equal(Errno.EKEYREJECTED, key.Verify(HashAlgo.Sha256, new byte[32], Corpus.Made("p192_sha256_abc")));
    }

    [Fact]
    public void Numbers_of_an_ecdsa_signature_may_have_leading_zeros_up_to_the_curves_digits()
    {
        var signature = Signer.P256.Sign(Content);
        FormatError error = default;
        new DerReader(signature, ref error).TryEnter(DerTag.Sequence, out var pair);
        pair.TryRead(DerTag.Integer, out var r);
        pair.TryRead(DerTag.Integer, out var s);
        byte[] Encode(byte[] a, byte[] b) =>
            [0x30, (byte)(4 + a.Length + b.Length), 0x02, (byte)a.Length, .. a, 0x02, (byte)b.Length, .. b];

        byte[] Pad(DerElement number, int size) => [.. new byte[size], .. signature.AsSpan(number.Start, number.Length).TrimStart((byte)0)];
        byte[] Full(DerElement number, int size) => Pad(number, 0) is var plain ? [.. new byte[size - plain.Length], .. plain] : [];

        var key = Signer.P256.Key;
        Assert.Equal(Errno.None, key.Verify(HashAlgo.Sha256, Content.Bytes, Encode(Full(r, 32), Full(s, 33))));
        Assert.Equal(Errno.EBADMSG, key.Verify(HashAlgo.Sha256, Content.Bytes, Encode(Full(r, 34), Full(s, 33))));
        Assert.Equal(Errno.EBADMSG, key.Verify(HashAlgo.Sha256, Content.Bytes, [.. signature, 0]));
    }

    [Fact]
    public void Many_threads_may_verify_with_one_keyring()
    {
        var values = new[] { Signer.Rsa, Signer.P256 }.Select(signer => (signer, Value: signer.SignXattr(ImaXattrType.Signature, 2, Content))).ToArray();
        var good = 0;
        Parallel.For(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 8 }, at =>
        {
            var (signer, value) = values[at % 2];
            if (new SignatureVerifier(signer.Keyring).Verify(value, Content).IsGood)
            {
                Interlocked.Increment(ref good);
            }
        });
        Assert.Equal(400, good);
    }

    private static Signer Find(string name) => name == "rsa" ? Signer.Rsa : Signer.P256;
}
