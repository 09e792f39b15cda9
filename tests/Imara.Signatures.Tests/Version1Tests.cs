using Imara.Hashing;
using Imara.Signatures.Keys;

namespace Imara.Signatures.Tests;

/// <summary>Signatures of version 1, made by evmctl 1.4 with the key of rsa2048.pem.</summary>
public class Version1Tests
{
    private static readonly byte[] Content = Corpus.Made("v1_content");

    [Theory]
    [InlineData("v1_sha256", HashAlgo.Sha256)]
    [InlineData("v1_sha1", HashAlgo.Sha1)]
    public void Evmctls_signatures_are_good_over_the_digest_of_ima_hash(string name, HashAlgo algo)
    {
        var verifier = new SignatureVerifier(Keyring());
        Assert.Equal(SignatureStatus.Good, verifier.Verify(Corpus.Made(name), KernelHash.Compute(algo, Content)).Status);
        Assert.Equal(SignatureStatus.Rejected, verifier.Verify(Corpus.Made(name), KernelHash.Compute(HashAlgo.Sha512, Content)).Status);
    }

    [Fact]
    public void Key_blob_and_name_are_those_that_evmctl_writes()
    {
        Assert.Equal(Corpus.Made("v1_blob"), KeyBlobV1.Write(Key()));
        Assert.Equal(System.Text.Encoding.ASCII.GetString(Corpus.Made("v1_keyid")), KeyBlobV1.Description(Key()));
        Assert.True(SignatureHeaderV1.TryParse(Corpus.Made("v1_sha256"), out var header, out _));
        Assert.Equal(KeyBlobV1.KeyId(Key()), header.KeyId);
        Assert.Equal(2048, header.SignatureBits);
    }

    [Fact]
    public void Without_the_key_the_answer_is_ENOKEY() => Assert.Equal(
        Errno.ENOKEY,
        new SignatureVerifier(Corpus.KeyringOf("rsa2048")).Verify(Corpus.Made("v1_sha256"), KernelHash.Compute(HashAlgo.Sha256, Content)).Errno);

    [Fact]
    public void Every_bit_of_the_header_counts()
    {
        var verifier = new SignatureVerifier(Keyring()) { V3ForFiles = true };
        var digest = KernelHash.Compute(HashAlgo.Sha256, Content);
        for (var bit = 0; bit < 8 * (SignatureHeaderV1.Size + 2); bit++)
        {
            var value = Corpus.Made("v1_sha256");
            value[bit / 8] ^= (byte)(1 << (bit % 8));

            // The length in bits has no say beyond the length in bytes: 2041 to 2048 are the same to every reader.
            var sameLength = bit / 8 == 18 && SignatureHeaderV1.TryParse(value, out _, out _);
            Assert.True(sameLength || !verifier.Verify(value, digest).IsGood, $"bit {bit}");
        }
    }

    private static RsaKey Key()
    {
        Assert.True(RsaKey.TryParsePkcs1(Corpus.Made("v1_public_key"), out var key, out _));
        return key;
    }

    private static Keyring Keyring()
    {
        var keyring = new Keyring();
        keyring.AddVersion1(Key());
        return keyring;
    }
}
