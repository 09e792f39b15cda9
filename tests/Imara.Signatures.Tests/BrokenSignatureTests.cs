using CsCheck;
using Imara.Hashing;
using Imara.Signatures.Keys;

namespace Imara.Signatures.Tests;

/// <summary>One bit or one byte less, and the signature is not good; whatever the bytes, nothing throws.</summary>
public class BrokenSignatureTests
{
    private static readonly Keyring Keys = Corpus.KeyringOf("rsa2048", "rsa3072", "rsa4096", "p256", "p384", "p521", "evm");

    public static TheoryData<string> Signed => [.. new[]
    {
        "v2/rsa2048/sha1", "v2/rsa2048/rmd160", "v2/rsa4096/md5", "v2/p256/sha224", "v2/p384/sha384", "v2/p521/sha512", "v3/p256/sha256", "v3/rsa2048/sha512",
    }];

    [Theory]
    [MemberData(nameof(Signed))]
    public void Every_single_bit_flip_of_a_signature_is_refused(string name)
    {
        var line = Corpus.Signatures.Single(line => line.Name == name);
        Assert.True(Verify(line, line.Ima, v3ForFiles: false).IsGood);
        var accepted = new List<int>();
        for (var bit = 0; bit < 8 * line.Ima!.Length; bit++)
        {
            // Flips within the signature of a big key are all alike: every eleventh will do.
            if (bit >= 8 * (SignatureHeader.Size + 8) && bit % 11 != 0)
            {
                continue;
            }

            var value = line.Ima.ToArray();
            value[bit / 8] ^= (byte)(1 << (bit % 8));
            if (Verify(line, value, v3ForFiles: false).IsGood || Verify(line, value, v3ForFiles: true).IsGood)
            {
                accepted.Add(bit);
            }
        }

        Assert.Empty(accepted);
    }

    [Theory]
    [MemberData(nameof(Signed))]
    public void A_signature_cut_off_anywhere_is_refused(string name)
    {
        var line = Corpus.Signatures.Single(line => line.Name == name);
        for (var length = 0; length < line.Ima!.Length; length++)
        {
            Assert.NotEqual(SignatureStatus.Good, Verify(line, line.Ima.AsSpan(0, length), v3ForFiles: true).Status);
            AssertErrorLiesWithin(ImaXattr.TryParse(line.Ima.AsMemory(0, length), out _, out var error), error, length);
        }
    }

    [Fact]
    public void Every_bit_of_the_content_counts()
    {
        var line = Corpus.Signatures.Single(line => line.Name == "v2/rsa2048/sha384");
        for (var bit = 0; bit < 8 * line.Content.Length; bit++)
        {
            var content = line.Content.ToArray();
            content[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Equal(Errno.EKEYREJECTED, Verify(line with { Content = content }, line.Ima, v3ForFiles: false).Errno);
        }
    }

    [Fact]
    public void No_bytes_make_a_parser_throw_or_point_outside_the_input()
    {
        var certificate = Corpus.CertificateDer("p256");
        var module = Corpus.Signatures.Single(line => line.Name == "modsig/rsa2048/sha256").Content;
        byte[][] seeds = [certificate, module[^600..], Corpus.Made("cms_chain"), .. Corpus.Signatures.Take(3).Select(line => line.Ima!)];
        var mutated =
            from seed in Pick.From(seeds)
            from start in Gen.Int[0, 8]
            from end in Gen.Int[0, 8]
            from edits in (from at in Gen.Int[0, seed.Length - 1] from with in Gen.Byte select (at, with)).Array[0, 6]
            select Edit(seed, start % 3, end % 3, edits);
        Gen.OneOf(Gen.Byte.Array[0, 80], mutated).Sample(bytes =>
        {
            AssertErrorLiesWithin(ImaXattr.TryParse(bytes, out _, out var error), error, bytes.Length);
            AssertErrorLiesWithin(EvmXattr.TryParse(bytes, out _, out error), error, bytes.Length);
            AssertErrorLiesWithin(X509Key.TryParse(bytes, out var key, out error), error, bytes.Length);
            AssertErrorLiesWithin(PublicKey.TryParseSpki(bytes, out _, out error), error, bytes.Length);
            AssertErrorLiesWithin(RsaKey.TryParsePkcs1(bytes, out _, out error), error, bytes.Length);
            AssertErrorLiesWithin(ModSig.Find(bytes, out var modSig, out error) is Errno.None or Errno.ENOENT, error, bytes.Length);
            AssertErrorLiesWithin(Pkcs7Message.TryParse(bytes, out _, out error), error, bytes.Length);
            _ = new SignatureVerifier(Keys).Verify(bytes, Digest.Zero(HashAlgo.Sha256));
            _ = key?.Description;
            _ = Keys.Entries[0].Key.Verify(HashAlgo.Sha256, new byte[32], bytes);
            _ = Keys.Entries[3].Key.Verify(HashAlgo.Sha256, new byte[32], bytes);
            if (modSig is not null)
            {
                _ = new ModSigVerifier(Keys).Verify(modSig, Digest.Zero);
            }

            return key is null || Keys.Admits(key) != Errno.None;
        }, iter: 4000);
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

    private static SignatureVerdict Verify(RecordedSignature line, ReadOnlySpan<byte> value, bool v3ForFiles)
    {
        var digest = line.Verity ?? KernelHash.Compute(ImaXattrRules.CollectAlgo(value, HashAlgo.Sha256, v3ForFiles), line.Content);
        return new SignatureVerifier(Keys) { V3ForFiles = v3ForFiles }.Verify(value, digest);
    }

    private static void AssertErrorLiesWithin(bool read, FormatError error, int length) =>
        Assert.True(read ? error == default : error.Message is not null && error.Offset >= 0 && error.Offset <= length, error.ToString());
}
