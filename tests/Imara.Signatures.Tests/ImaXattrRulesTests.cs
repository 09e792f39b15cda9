using Imara.Hashing;

namespace Imara.Signatures.Tests;

/// <summary>docs/reference/appraisal.md 1 and 5.3.</summary>
public class ImaXattrRulesTests
{
    private const string Sixteen = "000102030405060708090a0b0c0d0e0f";

    [Theory]
    [InlineData("", HashAlgo.Sha256)]
    [InlineData("03", HashAlgo.Sha256)]
    [InlineData("0302050102030401ff30", HashAlgo.Sha384)]
    [InlineData("0302050102030401ff", HashAlgo.Sha256)]
    [InlineData("0302ff0102030401ff30", HashAlgo.Sha256)]
    [InlineData("0301050102030401ff30", HashAlgo.Sha256)]
    [InlineData("0603060102030401ff30", HashAlgo.Sha512)]
    [InlineData("0602060102030401ff30", HashAlgo.Sha256)]
    [InlineData("0502060102030401ff30", HashAlgo.Sha256)]
    [InlineData("0406", HashAlgo.Sha512)]
    [InlineData("04ff", HashAlgo.Sha256)]
    [InlineData("0106", HashAlgo.Sha256)]
    [InlineData("01" + Sixteen, HashAlgo.Md5)]
    [InlineData("01" + Sixteen + "10111213", HashAlgo.Sha1)]
    [InlineData("01" + Sixteen + "00000000", HashAlgo.Md5)]
    [InlineData("01" + Sixteen + Sixteen, HashAlgo.Sha256)]
    public void The_algorithm_comes_from_the_value_or_is_that_of_ima_hash(string hex, HashAlgo expected) =>
        Assert.Equal(expected, ImaXattrRules.CollectAlgo(Convert.FromHexString(hex), HashAlgo.Sha256, v3ForFiles: false));

    [Fact]
    public void Version_3_of_a_file_signature_names_the_algorithm_from_7_1_on()
    {
        var value = Convert.FromHexString("0303060102030401ff30");
        Assert.Equal(HashAlgo.Sha256, ImaXattrRules.CollectAlgo(value, HashAlgo.Sha256, v3ForFiles: false));
        Assert.Equal(HashAlgo.Sha512, ImaXattrRules.CollectAlgo(value, HashAlgo.Sha256, v3ForFiles: true));
    }

    [Fact]
    public void Kernels_without_sha3_take_its_ids_as_out_of_range()
    {
        Assert.Equal(HashAlgo.Sha3_256, ImaXattrRules.CollectAlgo([0x04, 20], HashAlgo.Sha1, v3ForFiles: false));
        Assert.Equal(HashAlgo.Sha1, ImaXattrRules.CollectAlgo([0x04, 20], HashAlgo.Sha1, v3ForFiles: false, sha3: false));
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("09111111", null)]
    [InlineData("99aa", null)]
    [InlineData("07", null)]
    [InlineData("02", HashAlgo.Sha256)]
    [InlineData("04", HashAlgo.Sha256)]
    [InlineData("0300", HashAlgo.Sha256)]
    [InlineData("0302", HashAlgo.Sha256)]
    [InlineData("0500", HashAlgo.Sha256)]
    [InlineData("060304", HashAlgo.Sha256)]
    [InlineData("04ff00", HashAlgo.Sha256)]
    [InlineData("0407", HashAlgo.Sha224)]
    public void Setxattr_reads_the_algorithm_and_refuses_empty_values_and_unknown_types(string hex, HashAlgo? expected) =>
        Assert.Equal(expected, ImaXattrRules.SetxattrAlgo(Convert.FromHexString(hex), HashAlgo.Sha256, v3ForFiles: false));

    [Fact]
    public void A_digest_matches_by_its_first_bytes_and_never_when_it_is_short()
    {
        var digest = KernelHash.Compute(HashAlgo.Sha256, "content"u8);
        byte[] value = [0x04, 0x04, .. digest.Bytes];
        Assert.True(ImaXattrRules.DigestMatches(value, digest));
        Assert.True(ImaXattrRules.DigestMatches([0x01, .. digest.Bytes], digest));
        Assert.False(ImaXattrRules.DigestMatches([0x05, 0x04, .. digest.Bytes], digest));
        for (var length = 0; length < value.Length; length++)
        {
            Assert.False(ImaXattrRules.DigestMatches(value.AsSpan(0, length), digest));
        }
    }
}
