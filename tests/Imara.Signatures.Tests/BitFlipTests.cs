using Imara.Hashing;
using Imara.Signatures.Asn1;
using Imara.Signatures.Keys;

namespace Imara.Signatures.Tests;

/// <summary>Whatever single bit of a signed sample turns over, the sample is refused; what is not looked at is listed here with its reason.</summary>
public class BitFlipTests
{
    private static readonly byte[] Content = [.. "#!/bin/sh\nexit 0\n"u8];

    private static readonly SigningKey Rsa1024 = MakeRsa1024();
    private static readonly SigningKey P256 = NewKey.Generate(NewKeyKind.P256).Key;
    private static readonly SigningKey P384 = NewKey.Generate(NewKeyKind.P384).Key;
    private static readonly SigningKey P521 = NewKey.Generate(NewKeyKind.P521).Key;

    public static TheoryData<string, ImaXattrType, byte, HashAlgo> Xattrs => new()
    {
        { "rsa", ImaXattrType.Signature, 2, HashAlgo.Sha256 },
        { "rsa", ImaXattrType.Signature, 3, HashAlgo.Sha256 },
        { "rsa", ImaXattrType.VeritySignature, 3, HashAlgo.Sha256 },
        { "p256", ImaXattrType.Signature, 2, HashAlgo.Sha256 },
        { "p256", ImaXattrType.Signature, 3, HashAlgo.Sha512 },
        { "p256", ImaXattrType.VeritySignature, 3, HashAlgo.Sha512 },
        { "p384", ImaXattrType.Signature, 2, HashAlgo.Sha384 },
        { "p521", ImaXattrType.Signature, 2, HashAlgo.Sha1 },
    };

    [Theory]
    [MemberData(nameof(Xattrs))]
    public void No_bit_of_security_ima_is_without_meaning(string name, ImaXattrType type, byte version, HashAlgo algo)
    {
        var key = KeyOf(name);
        Assert.True(new SignatureMaker(key, KeyIdOf(key), version).TrySign(type, DigestOf(type, algo), out var value, out _));
        foreach (var v3ForFiles in new[] { false, true })
        {
            var verifier = new SignatureVerifier(KeyringOf(key)) { V3ForFiles = v3ForFiles };
            Assert.Equal(v3ForFiles || version == 2 || type == ImaXattrType.VeritySignature, IsGood(verifier, value));
            Assert.Empty(AcceptedFlips(value, changed => IsGood(verifier, changed)));
        }
    }

    [Theory]
    [InlineData("rsa")]
    [InlineData("p256")]
    public void No_bit_of_a_portable_signature_or_of_what_it_protects_is_without_meaning(string name)
    {
        var key = KeyOf(name);
        byte[] ima = [0x04, (byte)HashAlgo.Sha256, .. KernelHash.Compute(HashAlgo.Sha256, Content).Bytes];
        var metadata = new EvmMetadata(7, 7, 1000, 100, 0x81ed);
        Assert.True(new SignatureMaker(key, KeyIdOf(key)).TrySign(ImaXattrType.EvmPortableSignature, Digest(ima, metadata, HashAlgo.Sha256), out var value, out _));
        Assert.True(IsGood(value, ima, metadata));
        Assert.Empty(AcceptedFlips(value, changed => IsGood(changed, ima, metadata)));
        Assert.Empty(AcceptedFlips(ima, changed => IsGood(value, changed, metadata)));
        for (var bit = 0; bit < 32; bit++)
        {
            Assert.False(IsGood(value, ima, metadata with { Uid = metadata.Uid ^ (1u << bit) }));
            Assert.False(IsGood(value, ima, metadata with { Gid = metadata.Gid ^ (1u << bit) }));
            Assert.False(bit < 16 && IsGood(value, ima, metadata with { Mode = (ushort)(metadata.Mode ^ (1 << bit)) }));
        }

        bool IsGood(byte[] evm, byte[] imaValue, EvmMetadata about)
        {
            var algo = EvmXattr.TryParse(evm, out var parsed, out _) ? parsed.Header?.Algo ?? HashAlgo.Sha256 : HashAlgo.Sha256;
            return new SignatureVerifier(KeyringOf(key)) { V3ForFiles = true }.Verify(evm, Digest(imaValue, about, algo)).IsGood;
        }

        static Digest Digest(byte[] imaValue, EvmMetadata about, HashAlgo algo) => KernelHash.Compute(
            algo, EvmDigest.PortableInput(ProtectedXattrs.Default, xattr => xattr == ProtectedXattrs.Ima ? imaValue : null, about)!);
    }

    [Fact]
    public void No_bit_of_a_signature_of_version_1_is_without_meaning()
    {
        var keyring = new Keyring();
        keyring.AddVersion1((RsaKey)Rsa1024.PublicKey);
        var verifier = new SignatureVerifier(keyring) { V3ForFiles = true };
        var digest = KernelHash.Compute(HashAlgo.Sha1, Content);
        Assert.True(new SignatureMakerV1(Rsa1024).TrySign(digest, 1_700_000_000, out var value, out _));
        Assert.True(verifier.Verify(value, digest).IsGood);
        Assert.Empty(AcceptedFlips(value, changed => verifier.Verify(changed, digest).IsGood));
    }

    // A signature without attributes covers the content and nothing of the message around it (RFC 5652 5.4). Bits that say neither who signed,
    // nor by which digest, nor the signature itself, leave the verdict as it is; that kernels agree on each of them is not recorded.
    [Theory]
    [InlineData("rsa", HashAlgo.Sha256, 107 * 8 + 2, 108 * 8, 16)] // rsaEncryption is sha1WithRSAEncryption then: both say RSA. Its parameters: NULL.
    [InlineData("p256", HashAlgo.Sha256, 104 * 8, 0, 0)] // ecdsa-with-SHA256 is ecdsa-with-SHA384 then: both say ECDSA, digestAlgorithm says the digest.
    [InlineData("p384", HashAlgo.Sha512, -1, 0, 0)]
    public void Of_an_appended_signature_only_what_says_nothing_about_the_content_may_change(
        string name, HashAlgo algo, int algorithmBit, int parametersAt, int parametersLength)
    {
        var key = KeyOf(name);
        var signer = ModSigSigner.BySkid(key.PublicKey.ComputeSkid());
        Assert.True(ModSigWriter.TrySign(key, signer, KernelHash.Compute(algo, Content), out var appended, out _));
        byte[] file = [.. Content, .. appended];
        Assert.True(IsGoodModule(file, key));

        var firstAlgorithm = appended.AsSpan().IndexOf(DerWriter.Algorithm(Oids.Of(algo), []));
        List<int> meaningless =
        [
            (8 * (firstAlgorithm - 3)) + 1, // version of the SignedData: 1 instead of 3
            .. Enumerable.Range(8 * firstAlgorithm, 8 * DerWriter.Algorithm(Oids.Of(algo), []).Length), // digestAlgorithms, a hint for readers in one pass
        ];
        if (algorithmBit >= 0)
        {
            meaningless.AddRange([algorithmBit, .. Enumerable.Range(parametersAt, parametersLength)]);
        }

        Assert.Equal(meaningless, AcceptedFlips(file, changed => IsGoodModule(changed, key)).Select(bit => bit - (8 * Content.Length)));
    }

    private static bool IsGoodModule(byte[] file, SigningKey key) =>
        ModSig.Find(file, out var modSig, out _) == Errno.None
        && new ModSigVerifier(KeyringOf(key)).Verify(modSig!, algo => KernelHash.Compute(algo, file.AsSpan(0, modSig!.ContentLength))).IsGood;

    private static List<int> AcceptedFlips(byte[] sample, Func<byte[], bool> isGood)
    {
        var accepted = new List<int>();
        for (var bit = 0; bit < 8 * sample.Length; bit++)
        {
            var changed = sample.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            if (isGood(changed))
            {
                accepted.Add(bit);
            }
        }

        return accepted;
    }

    // As the kernel does: the content is hashed by the algorithm that the value names.
    private static bool IsGood(SignatureVerifier verifier, byte[] value)
    {
        var type = value.Length > 0 ? (ImaXattrType)value[0] : default;
        var algo = SignatureHeader.TryParse(value, out var header, out _) && header.Algo is { } known ? known : HashAlgo.Sha256;
        return verifier.Verify(value, DigestOf(type, algo)).IsGood;
    }

    private static Digest DigestOf(ImaXattrType type, HashAlgo algo)
    {
        if (type != ImaXattrType.VeritySignature || algo is not (HashAlgo.Sha256 or HashAlgo.Sha512))
        {
            return KernelHash.Compute(algo, Content);
        }

        using var verity = new VerityDigest(algo == HashAlgo.Sha256 ? VerityAlgo.Sha256 : VerityAlgo.Sha512);
        verity.Append(Content);
        return verity.Finish();
    }

    private static SigningKey KeyOf(string name) => name switch { "rsa" => Rsa1024, "p256" => P256, "p384" => P384, _ => P521 };

    private static uint KeyIdOf(SigningKey key) => KeyIds.Of(key.PublicKey.ComputeSkid())!.Value;

    private static Keyring KeyringOf(SigningKey key)
    {
        var keyring = new Keyring();
        keyring.Add(key.PublicKey);
        return keyring;
    }

    private static SigningKey MakeRsa1024()
    {
        using var rsa = System.Security.Cryptography.RSA.Create(1024);
        Assert.True(SigningKeyFile.TryRead(rsa.ExportPkcs8PrivateKey(), password: null, out var read, out _, out _));
        return read.Key;
    }
}
