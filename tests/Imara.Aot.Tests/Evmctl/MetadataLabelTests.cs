using Imara.Linux.Tests;

namespace Imara.Aot.Tests.Evmctl;

/// <summary>`sign` and `hmac` label content and metadata, or neither.</summary>
public sealed class MetadataLabelTests(EvmctlKeys keys) : IClassFixture<EvmctlKeys>, IDisposable
{
    private readonly EvmctlTree tree = new(keys);

    public void Dispose() => tree.Dispose();

    [Theory]
    [InlineData("sign -d -o -a wp512 -k KEYS/rsa.pem file")]
    [InlineData("sign -d -o -a md4 -k KEYS/rsa.pem file")]
    [InlineData("sign -s -o -a streebog256 -k KEYS/rsa.pem file")]
    [InlineData("sign -d -k KEYS/rsa.pem -u01 file")]
    [InlineData("hmac -d --hmackey KEYS/missing file")]
    public void Where_the_second_label_cannot_be_made_the_first_stays_as_it_was(string arguments)
    {
        Assert.Equal(0, tree.Run("ima_hash file").Exit);
        var before = tree.State();
        Assert.NotEqual(0, tree.Run(arguments).Exit);
        Assert.Equal(before, tree.State());
    }

    // security.evm does not fit into an inode that is full of attributes, of which the file system has one block.
    [Fact]
    public void Where_the_second_label_cannot_be_written_the_first_is_put_back()
    {
        Assert.Equal(0, tree.Run("ima_hash -a sha512 file").Exit);
        Shell.Run($$"""
            cd {{tree.Root}} && size=4000
            until setfattr -n user.fill -v $(head -c $size /dev/zero | tr '\0' x) file 2>/dev/null; do size=$((size - 8)); done
            """);
        var before = tree.State();
        var result = tree.Run("sign -d -o -k KEYS/rsa.pem file");
        Assert.Equal(125, result.Exit);
        Assert.Contains("No space left on device", result.Error);
        Assert.Equal(before, tree.State());
    }

    [Fact]
    public void Both_are_written_as_one_after_the_other_would_be()
    {
        Assert.Equal(0, tree.Run("sign -d -o -k KEYS/rsa.pem file").Exit);
        Assert.Equal(0, tree.Run("verify -k KEYS/rsa.pub file").Exit);
        tree.Clear();
        Assert.Equal(0, tree.Run("hmac -d --hmackey KEYS/hmac file").Exit);
        var both = tree.State();
        tree.Clear();
        Assert.Equal(0, tree.Run("ima_hash -a sha256 file").Exit);
        Assert.Equal(0, tree.Run("hmac --hmackey KEYS/hmac file").Exit);
        Assert.Equal(both, tree.State());
    }
}
