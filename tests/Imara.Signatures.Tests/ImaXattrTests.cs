using CsCheck;

namespace Imara.Signatures.Tests;

public class ImaXattrTests
{
    private static readonly Gen<Digest> AnyDigest =
        from algo in Pick.From([.. HashAlgos.All])
        from bytes in Gen.Byte.Array[HashAlgos.DigestSize(algo)]
        select new Digest(algo, bytes);

    [Fact]
    public void A_digest_that_is_written_reads_back_the_same() => AnyDigest.Sample(digest =>
    {
        // A SHA-1 digest that ends in four zero bytes is MD5 to every reader, and md4 has no value of its own.
        var value = ImaXattrWriter.Write(digest);
        return ImaXattr.TryParse(value, out var xattr, out _)
            && xattr.Digest!.Bytes.StartsWith(digest.Bytes)
            && (xattr.Digest.Algo == digest.Algo || digest.Algo == HashAlgo.Md4)
            && xattr.Value.Span.SequenceEqual(value)
            && xattr.Rest.IsEmpty;
    });

    [Fact]
    public void Sha1_and_weaker_digests_are_written_without_an_id()
    {
        Assert.Equal([0x01, .. new byte[20]], ImaXattrWriter.Write(Digest.Zero(HashAlgo.Sha1)));
        Assert.Equal([0x01, .. new byte[16]], ImaXattrWriter.Write(Digest.Zero(HashAlgo.Md5)));
        Assert.Equal([0x04, 0x03, .. new byte[20]], ImaXattrWriter.Write(Digest.Zero(HashAlgo.Rmd160)));
    }

    [Fact]
    public void Twenty_bytes_whose_last_four_are_zero_are_an_md5_digest()
    {
        var value = Convert.FromHexString("01000102030405060708090a0b0c0d0e0f00000000");
        Assert.True(ImaXattr.TryParse(value, out var xattr, out _));
        Assert.Equal(new Digest(HashAlgo.Md5, value.AsSpan(1, 16)), xattr.Digest);
        Assert.Equal(new byte[4], xattr.Rest.ToArray());
    }

    [Fact]
    public void Bytes_after_a_digest_are_kept()
    {
        byte[] value = [0x04, 0x04, .. new byte[32], 0xaa, 0xbb];
        Assert.True(ImaXattr.TryParse(value, out var xattr, out _));
        Assert.Equal([0xaa, 0xbb], xattr.Rest.ToArray());
        Assert.True(ImaXattrRules.DigestMatches(value, Digest.Zero(HashAlgo.Sha256)));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("01", 1)]
    [InlineData("0100", 2)]
    [InlineData("04", 1)]
    [InlineData("04ff00", 1)]
    [InlineData("040400", 3)]
    [InlineData("03", 1)]
    [InlineData("0302", 2)]
    [InlineData("030204c9291ed0000230", 7)]
    [InlineData("060304", 3)]
    [InlineData("0301", 2)]
    public void A_malformed_value_is_refused_with_its_offset(string hex, int offset)
    {
        Assert.False(ImaXattr.TryParse(Convert.FromHexString(hex), out _, out var error));
        Assert.Equal(offset, error.Offset);
    }

    [Theory]
    [InlineData("07aabb")]
    [InlineData("0500")]
    [InlineData("0300aabb")]
    [InlineData("0304aabb")]
    [InlineData("00")]
    public void Unknown_types_and_versions_are_decoded_as_such(string hex)
    {
        var value = Convert.FromHexString(hex);
        Assert.True(ImaXattr.TryParse(value, out var xattr, out _));
        Assert.False(xattr.IsKnown);
        Assert.Equal(value[1..], xattr.Rest.ToArray());
    }

    [Fact]
    public void Every_recorded_value_keeps_its_bytes_and_names_the_recorded_algorithm()
    {
        foreach (var line in Corpus.Signatures.Where(line => line.Ima is not null && !line.Name.Contains("mut", StringComparison.Ordinal)))
        {
            Assert.True(ImaXattr.TryParse(line.Ima, out var xattr, out var error), $"{line}: {error}");
            Assert.True(xattr.IsKnown);
            Assert.Equal(line.Ima, xattr.Value.ToArray());
            var algo = xattr.Header?.Algo ?? xattr.Digest!.Algo;
            Assert.Equal(ImaXattrRules.CollectAlgo(line.Ima, HashAlgo.Md4, v3ForFiles: false), algo);
        }
    }
}
