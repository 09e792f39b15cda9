using System.Text;

namespace Imara.Hashing.Tests;

public class KernelHashTests
{
    // Published test vectors of the algorithms.
    [Theory]
    [InlineData("md4", "a448017aaf21d8525fc10ae87aa6729d")]
    [InlineData("md5", "900150983cd24fb0d6963f7d28e17f72")]
    [InlineData("sha1", "a9993e364706816aba3e25717850c26c9cd0d89d")]
    [InlineData("rmd128", "c14a12199c66e4ba84636b0f69144c77")]
    [InlineData("rmd160", "8eb208f7e05d987a9b044a8e98c6b087f15a0bfc")]
    [InlineData("rmd256", "afbd6e228b9d8cbbcef5ca2d03e6dba10ac0bc7dcbe4680e1e42d2e975459b65")]
    [InlineData("rmd320", "de4c01b3054f8930a79d09ae738e92301e5a17085beffdc1b8d116713e74f82fa942d64cdbc4682d")]
    [InlineData("sha224", "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7")]
    [InlineData("sha256", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("sha384", "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7")]
    [InlineData("sha512", "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f")]
    [InlineData("wp512", "4e2448a4c6f486bb16b6562c73b4020bf3043e3a731bce721ae1b303d97e6d4c7181eebdb6c57e277d0e34957114cbd6c797fc9d95d8b582d225292076d4eef5")]
    [InlineData("tgr192", "2aab1484e8c158f2bfb8c5ff41b57a525129131c957b5f93")]
    [InlineData("sm3", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0")]
    [InlineData("sha3-256", "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532")]
    [InlineData("sha3-384", "ec01498288516fc926459f58e2c6ad8df9b473cb0fc08c2596da7cf0e49be4b298d88cea927ac7f539f1edf228376d25")]
    [InlineData("sha3-512", "b751850b1a57168a5693cd924b6b096e08f621827444f70d884f5d0240d2712e10e116e9192af3c91a7ec57647e3934057340b4cf408d5a56592f8274eec53f0")]
    public void The_digest_of_abc_is_the_published_one(string name, string expected)
    {
        Assert.True(HashAlgos.TryParse(name, out var algo));
        Assert.Equal(expected, Convert.ToHexStringLower(KernelHash.Compute(algo, "abc"u8).Bytes));
    }

    [Fact]
    public void Libcrypto_and_managed_code_agree_on_every_length()
    {
        var content = new byte[300];
        new Random(1).NextBytes(content);
        var compared = 0;
        foreach (var algo in HashAlgos.All)
        {
            using var native = NativeHash.TryCreate(algo);
            if (native is null)
            {
                continue;
            }

            using var managed = KernelHash.CreateManaged(algo);
            for (var length = 0; length <= content.Length; length++)
            {
                native.Append(content.AsSpan(0, length / 2));
                native.Append(content.AsSpan(length / 2, length - (length / 2)));
                managed.Append(content.AsSpan(0, length));
                var expected = managed.Finish();
                Assert.Equal(expected, native.Finish());
                Assert.Equal(expected, KernelHash.Compute(algo, content.AsSpan(0, length)));
            }

            compared++;
        }

        Assert.True(compared >= 5, $"{compared} algorithms");
    }

    [Fact]
    public void A_destination_that_is_too_short_leaves_nothing_for_the_next_digest()
    {
        Assert.Throws<ArgumentException>(() => KernelHash.Compute(HashAlgo.Sha256, "left"u8, new byte[31]));
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", Convert.ToHexStringLower(KernelHash.Compute(HashAlgo.Sha256, "abc"u8).Bytes));
    }

    // RFC 2202 and RFC 4231: a key shorter than a block, and one longer.
    [Fact]
    public void The_hmacs_are_the_published_ones()
    {
        Assert.Equal("effcdf6ae5eb2fa2d27416d5f184df9c259a7c79", Convert.ToHexStringLower(KernelHash.ComputeHmac(HashAlgo.Sha1, "Jefe"u8, "what do ya want for nothing?"u8).Bytes));
        var longKey = Enumerable.Repeat((byte)0xaa, 80).ToArray();
        Assert.Equal("aa4ae5e15272d00e95705637ce8a3b55ed402112", Convert.ToHexStringLower(KernelHash.ComputeHmac(HashAlgo.Sha1, longKey, "Test Using Larger Than Block-Size Key - Hash Key First"u8).Bytes));
        var longer = Enumerable.Repeat((byte)0xaa, 131).ToArray();
        Assert.Equal(
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
            Convert.ToHexStringLower(KernelHash.ComputeHmac(HashAlgo.Sha256, longer, "Test Using Larger Than Block-Size Key - Hash Key First"u8).Bytes));
        Assert.Throws<ArgumentOutOfRangeException>(() => KernelHash.ComputeHmac(HashAlgo.Sha512, longKey, []));
    }

    // What a kernel recorded for a file that holds "alpha" and a newline; Streebog has two byte orders in the wild, this is the kernel's.
    [Theory]
    [InlineData("rmd160", "1c113d9bf2941c0cc34b3ea5c4e2113c9ebaeb00")]
    [InlineData("sha224", "de83f7a1e5142382528e31d7473ba6b5c81a2a8a1175cd8e8a9ba8ec")]
    [InlineData("wp512", "63f2ca7f983e9c0d7d9d0ca5314ce1b2bf2e6b796b998b549dfe150697a6a8cb6e11c6fb46ed26aa5a4148f8f3b9cde8080111ceecff106fe5d8d4c70adad12e")]
    [InlineData("streebog256", "125a33d479cb506dc2326adfe435693a3c3b485d0a974927a68500403dbbacfe")]
    [InlineData("sha3-256", "78ba0c354ff15c2c2423ef5fe725bd990cef933d75b970febe1ad7384fcfd518")]
    [InlineData("sha3-512", "084fa218069a3fea400f505cdcd0e561517489bf79da30ecbd4c162c76b094cf0714619521b5fdc22ff3cfdfc9bb6d6aaec6c3ac17e09eceee90e85f59434c67")]
    public void The_digest_is_the_one_a_kernel_recorded(string name, string expected)
    {
        Assert.True(HashAlgos.TryParse(name, out var algo));
        Assert.Equal(expected, Convert.ToHexStringLower(KernelHash.Compute(algo, "alpha\n"u8).Bytes));
    }

    // RFC 6986, example 1: the standard prints the bytes in reverse, the kernel and RFC 7836 do not.
    [Theory]
    [InlineData("streebog512", "1b54d01a4af5b9d5cc3d86d68d285462b19abc2475222f35c085122be4ba1ffa00ad30f8767b3a82384c6574f024c311e2a481332b08ef7f41797891c1646f48")]
    [InlineData("streebog256", "9d151eefd8590b89daa6ba6cb74af9275dd051026bb149a452fd84e5e57b5500")]
    public void Streebog_of_the_first_example_is_the_published_one(string name, string expected)
    {
        Assert.True(HashAlgos.TryParse(name, out var algo));
        var message = "012345678901234567890123456789012345678901234567890123456789012"u8;
        Assert.Equal(expected, Convert.ToHexStringLower(KernelHash.Compute(algo, message).Bytes));
    }

    [Theory]
    [InlineData("wp384", "wp512")]
    [InlineData("wp256", "wp512")]
    [InlineData("tgr160", "tgr192")]
    [InlineData("tgr128", "tgr192")]
    public void A_short_variant_is_the_beginning_of_the_long_one(string shorter, string longer)
    {
        Assert.True(HashAlgos.TryParse(shorter, out var algo));
        Assert.True(HashAlgos.TryParse(longer, out var whole));
        var digest = KernelHash.Compute(algo, "abc"u8).Bytes;
        Assert.Equal(KernelHash.Compute(whole, "abc"u8).Bytes[..digest.Length], digest);
    }

    public static TheoryData<HashAlgo> Every => new(HashAlgos.All);

    [Theory]
    [MemberData(nameof(Every))]
    public void Pieces_give_the_same_digest_as_the_whole_and_the_state_starts_anew(HashAlgo algo)
    {
        var content = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 500)));
        using var hash = KernelHash.Create(algo);
        for (var round = 0; round < 2; round++)
        {
            hash.Append(content.AsSpan(0, 1));
            hash.Append(content.AsSpan(1, 700));
            hash.Append(content.AsSpan(701));
            Assert.Equal(KernelHash.Compute(algo, content), hash.Finish());
        }
    }

    [Theory]
    [MemberData(nameof(Every))]
    public void A_destination_that_is_too_short_is_refused(HashAlgo algo)
    {
        using var hash = KernelHash.Create(algo);
        Assert.Throws<ArgumentException>(() => hash.Finish(new byte[hash.DigestSize - 1]));
        Assert.Throws<ArgumentException>(() => KernelHash.Compute(algo, "abc"u8, new byte[hash.DigestSize - 1]));
    }

    [Fact]
    public void An_id_outside_the_table_is_not_supported()
    {
        Assert.All(HashAlgos.All, algo => Assert.True(KernelHash.IsSupported(algo)));
        Assert.False(KernelHash.IsSupported((HashAlgo)23));
        Assert.Throws<ArgumentOutOfRangeException>(() => KernelHash.Create((HashAlgo)23));
    }

    [Fact]
    public void Only_one_type_holds_objects_of_the_other_library()
    {
        // So that a start that never needs the library never loads it.
        var users = typeof(KernelHash).Assembly.GetTypes()
            .Where(type => type.GetFields(All).Any(field => field.FieldType.Namespace?.StartsWith("Org.BouncyCastle", StringComparison.Ordinal) == true))
            .Select(type => type.Name);
        Assert.Equal([nameof(BouncyHash)], users);
    }

    private const System.Reflection.BindingFlags All = System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.Static
        | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic;
}
