using System.Security.Cryptography;
using Imara.Measurements.Replay;

namespace Imara.Measurements.Tests;

public class BootAggregateTests
{
    [Theory]
    [InlineData(HashAlgo.Sha512, "sha1 sha256", HashAlgo.Sha256)]
    [InlineData(HashAlgo.Sha384, "sha1 sha256 sha384", HashAlgo.Sha384)]
    [InlineData(HashAlgo.Sha1, "sha256 sha1", HashAlgo.Sha1)]
    [InlineData(HashAlgo.Sha256, "sha1", HashAlgo.Sha1)]
    [InlineData(HashAlgo.Sha256, "sha384 sha1", HashAlgo.Sha1)]
    public void The_bank_is_that_of_the_hash_then_sha256_then_sha1(HashAlgo hash, string banks, HashAlgo expected) =>
        Assert.Equal(expected, BootAggregate.Compute(hash, Banks(banks)).Algo);

    [Fact]
    public void Without_a_bank_it_is_zero_with_the_name_of_the_hash()
    {
        Assert.Equal(Digest.Zero(HashAlgo.Sm3), BootAggregate.Compute(HashAlgo.Sm3, []));
        Assert.Equal(Digest.Zero(HashAlgo.Sha256), BootAggregate.Compute(HashAlgo.Sha256, Banks("sha384 sha512")));
    }

    [Fact]
    public void Sha1_covers_eight_pcrs_and_others_ten()
    {
        var banks = Banks("sha1 sha256");
        Assert.Equal(SHA1.HashData([.. Enumerable.Range(0, 8).SelectMany(pcr => Enumerable.Repeat((byte)pcr, 20))]), BootAggregate.Compute(HashAlgo.Sha1, banks).Bytes.ToArray());
        Assert.Equal(SHA256.HashData([.. Enumerable.Range(0, 10).SelectMany(pcr => Enumerable.Repeat((byte)pcr, 32))]), BootAggregate.Compute(HashAlgo.Sha256, banks).Bytes.ToArray());
    }

    [Fact]
    public void The_legacy_digest_is_the_sha1_banks_or_zero()
    {
        Assert.Equal(Digest.Zero(HashAlgo.Sha1), BootAggregate.ComputeSha1(Banks("sha256")));
        Assert.Equal(BootAggregate.Compute(HashAlgo.Sha1, Banks("sha1")), BootAggregate.ComputeSha1(Banks("sha256 sha1")));
    }

    [Fact]
    public void A_zero_aggregate_fits_only_pcrs_that_nothing_was_extended_into()
    {
        var bank = new BankValues(HashAlgo.Sha256);
        for (var pcr = 0; pcr < 10; pcr++)
        {
            bank.Set(pcr, new byte[32]);
        }

        Assert.True(BootAggregate.Matches(bank, new byte[32]));
        bank.Set(7, Enumerable.Repeat((byte)1, 32).ToArray());
        Assert.False(BootAggregate.Matches(bank, new byte[32]));
    }

    private static List<BankValues> Banks(string names) => [.. names.Split(' ').Select(name =>
    {
        Assert.True(HashAlgos.TryParse(name, out var algo));
        var bank = new BankValues(algo);
        for (var pcr = 0; pcr < 24; pcr++)
        {
            bank.Set(pcr, Enumerable.Repeat((byte)pcr, HashAlgos.DigestSize(algo)).ToArray());
        }

        return bank;
    })];
}
