using Imara.Cli.Evmctl.Lists;

namespace Imara.Cli.Tests.Evmctl;

public class DigestLineTests
{
    private const string Sha1 = "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d";
    private const string Sha256 = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    [Theory]
    [InlineData(Sha256 + "  name", null, "sha256:" + Sha256)]
    [InlineData(Sha256 + " *name", null, "sha256:" + Sha256)]
    [InlineData(Sha256 + "\tname", null, "sha256:" + Sha256)]
    [InlineData(Sha256, null, "sha256:" + Sha256)]
    [InlineData(Sha1 + "  name", null, "sha1:" + Sha1)]
    [InlineData("\\" + Sha256 + "  na\\\\me", null, "sha256:" + Sha256)]
    [InlineData(Sha256 + "  name", HashAlgo.Sm3, "sm3:" + Sha256)]
    public void The_length_of_a_digest_tells_its_algorithm_unless_it_is_given(string line, HashAlgo? algo, string digest)
    {
        Assert.True(DigestLine.TryRead(line, algo, namesAlgo: false, out var read, out var reason), reason);
        Assert.Equal(digest, read.ToString());
    }

    [Fact]
    public void A_digest_of_fs_verity_names_its_algorithm()
    {
        Assert.True(DigestLine.TryRead($"sha256:{Sha256} name", null, namesAlgo: true, out var read, out _));
        Assert.Equal("sha256:" + Sha256, read.ToString());
    }

    [Theory]
    [InlineData("", null, false, "does not begin with a digest in hex")]
    [InlineData("zz  name", null, false, "does not begin with a digest in hex")]
    [InlineData("abc  name", null, false, "does not begin with a digest in hex")]
    [InlineData("aabb  name", null, false, "2 bytes are no known digest")]
    [InlineData(Sha1 + "  name", HashAlgo.Sha256, false, "20 bytes are no sha256 digest")]
    [InlineData(Sha256 + "  name", null, true, "does not begin with `sha256:` or `sha512:`")]
    [InlineData("sha1:" + Sha1 + "  name", null, true, "does not begin with `sha256:` or `sha512:`")]
    [InlineData("sha512:" + Sha256 + "  name", null, true, "32 bytes are no sha512 digest")]
    [InlineData("sha256:" + Sha256 + "  name", HashAlgo.Sha512, true, "is a sha256 digest, not sha512")]
    public void A_line_without_a_digest_is_refused(string line, HashAlgo? algo, bool namesAlgo, string reason)
    {
        Assert.False(DigestLine.TryRead(line, algo, namesAlgo, out _, out var why));
        Assert.Equal(reason, why);
    }
}
