using Imara.Hashing;
using Imara.Signatures.Keys;

namespace Imara.Signatures.Tests;

/// <summary>Signatures of version 1 that evmctl verifies, byte for byte those that it makes.</summary>
public sealed class SignatureMakerV1Tests : IDisposable
{
    private static readonly byte[] Content = [.. "version 1\n"u8];
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1024, HashAlgo.Sha1)]
    [InlineData(2048, HashAlgo.Sha256)]
    [InlineData(4096, HashAlgo.Sha256)]
    public void Evmctl_verifies_ours_and_makes_the_same_at_the_same_time(int bits, HashAlgo algo)
    {
        using var key = MakeKey(bits);
        var maker = new SignatureMakerV1(key.Key);
        Assert.True(maker.TrySign(KernelHash.Compute(algo, Content), 1_700_000_000, out var value, out _));
        folder.Write("file", Content);
        folder.Write("file.sig", value);
        folder.Run("evmctl", $"ima_verify --rsa -k @public.pem -a {HashAlgos.NameOf(algo)} --sigfile @file");

        folder.Run("evmctl", $"ima_sign --rsa -k @key.pem -a {HashAlgos.NameOf(algo)} --sigfile @file");
        var theirs = folder.Read("file.sig");
        Assert.True(SignatureHeaderV1.TryParse(theirs, out var header, out _));
        Assert.True(maker.TrySign(KernelHash.Compute(algo, Content), header.Timestamp, out var again, out _));
        Assert.Equal(theirs, again);

        var keyring = new Keyring();
        keyring.AddVersion1((RsaKey)key.Key.PublicKey);
        Assert.True(new SignatureVerifier(keyring).Verify(again, KernelHash.Compute(algo, Content)).IsGood);
    }

    [Fact]
    public void Other_keys_and_digests_are_refused_with_the_reason()
    {
        using var rsa = MakeKey(1024);
        Assert.False(new SignatureMakerV1(rsa.Key).TrySign(Digest.Zero(HashAlgo.Sha512), 0, out _, out var reason));
        Assert.Equal("a signature of version 1 takes sha1 and sha256, not sha512", reason);
        folder.OpenSsl("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out @ec.pem");
        Assert.True(SigningKeyFile.TryRead(folder.Read("ec.pem"), password: null, out var ec, out _, out _));
        using (ec)
        {
            Assert.False(new SignatureMakerV1(ec.Key).TrySign(Digest.Zero(HashAlgo.Sha1), 0, out _, out reason));
            Assert.Equal("a signature of version 1 needs an RSA key", reason);
        }
    }

    private SigningKeyFile MakeKey(int bits)
    {
        folder.OpenSsl($"genrsa -traditional -out @key.pem {bits}");
        folder.OpenSsl("rsa -in @key.pem -pubout -out @public.pem");
        Assert.True(SigningKeyFile.TryRead(folder.Read("key.pem"), password: null, out var key, out _, out var reason), reason);
        return key;
    }
}
