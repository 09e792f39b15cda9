namespace Imara.Tests;

public class DigestTests
{
    [Fact]
    public void Names_and_ids_are_those_of_the_kernels_table()
    {
        Assert.Equal(23, HashAlgos.All.Length);
        foreach (var algo in HashAlgos.All)
        {
            Assert.True(HashAlgos.TryParse(HashAlgos.NameOf(algo).AsSpan(), out var found));
            Assert.Equal(algo, found);
            Assert.InRange(HashAlgos.DigestSize(algo), 16, HashAlgos.MaxDigestSize);
        }

        Assert.Equal((HashAlgo)17, HashAlgo.Sm3);
        Assert.False(HashAlgos.TryParse("SHA256"u8, out _));
        Assert.False(HashAlgos.TryParse("sha-256"u8, out _));
    }

    [Fact]
    public void A_digest_has_the_length_of_its_algorithm()
    {
        Assert.Throws<ArgumentException>(() => new Digest(HashAlgo.Sha1, new byte[19]));
        Assert.Equal("md5:00000000000000000000000000000000", Digest.Zero(HashAlgo.Md5).ToString());
        Assert.NotEqual(Digest.Zero(HashAlgo.Sha256), Digest.Zero(HashAlgo.Sm3));
    }
}
