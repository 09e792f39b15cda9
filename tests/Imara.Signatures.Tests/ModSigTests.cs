using System.Buffers.Binary;
using Imara.Hashing;
using Imara.Signatures.Keys;

namespace Imara.Signatures.Tests;

/// <summary>docs/reference/appraisal.md 6.</summary>
public class ModSigTests
{
    private static readonly byte[] Content = Corpus.Made("cms_content");

    [Theory]
    [InlineData("cms_issuer", HashAlgo.Sha256)]
    [InlineData("cms_skid", HashAlgo.Sha512)]
    [InlineData("cms_p256", HashAlgo.Sha384)]
    [InlineData("cms_certs", HashAlgo.Sha256)]
    public void Openssls_signatures_are_good(string name, HashAlgo algo)
    {
        var file = Append(Corpus.Made(name));
        Assert.Equal(Errno.None, ModSig.Find(file, out var modSig, out _));
        Assert.Equal((Content.Length, algo), (modSig!.ContentLength, modSig.Algo));
        Assert.Equal(Corpus.Made(name), modSig.Pkcs7.ToArray());
        Assert.Equal(SignatureStatus.Good, Verify(file, "rsa2048", "p256").Status);
        Assert.Equal(Errno.ENOKEY, Verify(file, "p384").Errno);
        file[0] ^= 1;
        Assert.Equal(Errno.EKEYREJECTED, Verify(file, "rsa2048", "p256").Errno);
    }

    [Fact]
    public void Authenticated_attributes_are_refused() =>
        Assert.Equal(Errno.EKEYREJECTED, Verify(Append(Corpus.Made("cms_attributes")), "rsa2048").Errno);

    [Theory]
    [InlineData("cms_nodetach")]
    [InlineData("cms_stream")]
    public void Content_inside_the_message_is_refused(string name) =>
        Assert.Equal(Errno.EBADMSG, ModSig.Find(Append(Corpus.Made(name)), out _, out _));

    [Fact]
    public void One_known_signer_of_two_is_enough()
    {
        var file = Append(Corpus.Made("cms_two"));
        Assert.True(Verify(file, "p384").IsGood);
        Assert.Equal(Errno.ENOKEY, Verify(file, "rsa2048").Errno);
    }

    [Fact]
    public void A_signer_certified_inside_the_message_is_trusted_through_the_keyring()
    {
        var file = Append(Corpus.Made("cms_chain"));
        foreach (var name in new[] { "cert_root", "cert_mid", "cert_leaf" })
        {
            var keyring = new Keyring();
            Assert.Equal(Errno.None, keyring.Add(Corpus.MadeCertificate(name)));
            Assert.True(Verify(file, keyring).IsGood, name);
        }

        Assert.Equal(Errno.ENOKEY, Verify(file, "ca").Errno);
    }

    [Fact]
    public void A_file_without_the_marker_has_no_signature()
    {
        Assert.Equal(Errno.ENOENT, ModSig.Find(Content, out _, out _));
        Assert.Equal(Errno.ENOENT, ModSig.Find(ModSig.Marker.ToArray(), out _, out _));
        Assert.Equal(Errno.ENOENT, ModSig.Find(Append(Corpus.Made("cms_issuer")).AsMemory()[..^1], out _, out _));
    }

    [Theory]
    [InlineData(0, 1, Errno.EBADMSG)]
    [InlineData(1, 4, Errno.EBADMSG)]
    [InlineData(2, 1, Errno.ENOPKG)]
    [InlineData(3, 1, Errno.EBADMSG)]
    [InlineData(4, 1, Errno.EBADMSG)]
    [InlineData(7, 1, Errno.EBADMSG)]
    [InlineData(8, 1, Errno.EBADMSG)]
    [InlineData(11, 0, Errno.EBADMSG)]
    public void Every_byte_of_the_trailer_is_checked(int at, byte value, Errno expected)
    {
        var file = Append(Corpus.Made("cms_issuer"));
        file[^(ModSig.Marker.Length + 12 - at)] = value;
        Assert.Equal(expected, ModSig.Find(file, out _, out var error));
        Assert.InRange(error.Offset, 0, file.Length);
    }

    [Fact]
    public void The_signature_is_smaller_than_what_is_left_without_trailer()
    {
        var pkcs7 = Corpus.Made("cms_issuer");
        Assert.Equal(Errno.EBADMSG, ModSig.Find(Append(pkcs7, []), out _, out _));
        Assert.Equal(Errno.None, ModSig.Find(Append(pkcs7, [0]), out _, out _));
    }

    [Fact]
    public void Every_bit_of_content_and_signature_counts()
    {
        var file = Append(Corpus.Made("cms_p256"));
        Assert.Equal(Errno.None, ModSig.Find(file, out var modSig, out _));
        var signature = modSig!.Message.Signers[0].Signature;
        var signatureAt = file.AsSpan().IndexOf(signature.Span);
        for (var at = 0; at < file.Length; at++)
        {
            if (at >= modSig.ContentLength && (at < signatureAt || at >= signatureAt + signature.Length))
            {
                continue;
            }

            for (var bit = 0; bit < 8; bit++)
            {
                var changed = file.ToArray();
                changed[at] ^= (byte)(1 << bit);
                Assert.False(Verify(changed, "p256").IsGood, $"byte {at} bit {bit}");
            }
        }
    }

    [Fact]
    public void A_message_cut_off_anywhere_is_refused()
    {
        var pkcs7 = Corpus.Made("cms_certs");
        for (var length = 0; length < pkcs7.Length; length++)
        {
            Assert.Equal(Errno.EBADMSG, ModSig.Find(Append(pkcs7[..length]), out _, out var error));
            Assert.InRange(error.Offset, Content.Length, Content.Length + length);
        }
    }

    private static byte[] Append(byte[] pkcs7) => Append(pkcs7, Content);

    private static byte[] Append(byte[] pkcs7, byte[] content)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, pkcs7.Length);
        return [.. content, .. pkcs7, 0, 0, 2, 0, 0, 0, 0, 0, .. length, .. ModSig.Marker];
    }

    private static SignatureVerdict Verify(byte[] file, params string[] names) => Verify(file, Corpus.KeyringOf(names));

    private static SignatureVerdict Verify(byte[] file, Keyring keyring)
    {
        Assert.Equal(Errno.None, ModSig.Find(file, out var modSig, out _));
        return new ModSigVerifier(keyring).Verify(modSig!, algo => KernelHash.Compute(algo, file.AsSpan(0, modSig!.ContentLength)));
    }
}
