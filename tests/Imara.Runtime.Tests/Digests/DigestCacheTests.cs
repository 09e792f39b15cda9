using Imara.Linux.Files;
using Imara.Runtime.Accesses;
using Imara.Runtime.Digests;

namespace Imara.Runtime.Tests.Digests;

public class DigestCacheTests
{
    private static readonly DigestKey Key = new(new InodeKey(1, 2), new FileTime(100, 500), 7);
    private static readonly FileTime Later = new(101, 0);
    private static readonly Digest Sha256 = Digest.Zero(HashAlgo.Sha256);
    private static readonly Digest Sha1 = Digest.Zero(HashAlgo.Sha1);

    private readonly DigestCache cache = new(capacity: 2);

    [Fact]
    public void A_digest_is_found_for_the_same_content_and_algorithm_only()
    {
        cache.Add(Key, Sha256, Later);
        cache.Add(Key, Sha1, Later);

        Assert.Same(Sha256, cache.Find(Key, HashAlgo.Sha256));
        Assert.Same(Sha1, cache.Find(Key, HashAlgo.Sha1));
        Assert.Null(cache.Find(Key, HashAlgo.Sha512));
        Assert.Null(cache.Find(Key with { Size = 8 }, HashAlgo.Sha256));
        Assert.Null(cache.Find(Key with { Changed = new FileTime(100, 501) }, HashAlgo.Sha256));
        Assert.Null(cache.Find(Key with { File = new InodeKey(1, 3) }, HashAlgo.Sha256));
    }

    [Fact]
    public void Changed_content_replaces_what_was_known()
    {
        cache.Add(Key, Sha256, Later);
        var changed = Key with { Size = 8 };
        cache.Add(changed, Sha1, Later);
        Assert.Null(cache.Find(changed, HashAlgo.Sha256));
        Assert.Null(cache.Find(Key, HashAlgo.Sha256));
    }

    [Fact]
    public void Content_that_changed_a_moment_ago_is_not_remembered()
    {
        cache.Add(Key, Sha256, new FileTime(100, 500 + 9_999_999));
        Assert.Null(cache.Find(Key, HashAlgo.Sha256));
        cache.Add(Key, Sha256, new FileTime(99, 0));
        Assert.Null(cache.Find(Key, HashAlgo.Sha256));
        cache.Add(Key, Sha256, new FileTime(100, 500 + 10_000_000));
        Assert.Same(Sha256, cache.Find(Key, HashAlgo.Sha256));
    }

    [Fact]
    public void A_file_that_was_written_to_is_forgotten()
    {
        cache.Add(Key, Sha256, Later);
        cache.Remove(Key.File);
        Assert.Null(cache.Find(Key, HashAlgo.Sha256));
    }

    [Fact]
    public void A_full_cache_starts_anew()
    {
        for (ulong inode = 0; inode < 3; inode++)
        {
            cache.Add(Key with { File = new InodeKey(1, inode) }, Sha256, Later);
        }

        Assert.Null(cache.Find(Key with { File = new InodeKey(1, 0) }, HashAlgo.Sha256));
        Assert.Same(Sha256, cache.Find(Key with { File = new InodeKey(1, 2) }, HashAlgo.Sha256));
    }
}
