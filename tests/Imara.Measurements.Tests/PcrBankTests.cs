using System.Security.Cryptography;
using Imara.Measurements.Replay;

namespace Imara.Measurements.Tests;

public class PcrBankTests
{
    [Fact]
    public void An_entry_extends_with_its_template_digest()
    {
        using var bank = new PcrBank(HashAlgo.Sha256);
        var entry = Entries.Of("/a");
        bank.Extend(entry);
        Assert.Equal(SHA256.HashData([.. new byte[32], .. SHA256.HashData(entry.Data.Span)]), bank.Value(10).ToArray());
    }

    [Fact]
    public void A_legacy_entry_extends_with_the_digest_of_its_padded_name()
    {
        using var bank = new PcrBank(HashAlgo.Sha1);
        var entry = Entries.Of("/a", Template.Ima, algo: HashAlgo.Md5);
        bank.Extend(entry);
        byte[] hashed = [.. entry.Data.Span[..16], .. "/a"u8, .. new byte[254]];
        Assert.Equal(SHA1.HashData([.. new byte[20], .. SHA1.HashData(hashed)]), bank.Value(10).ToArray());
    }

    [Theory]
    [InlineData(ExtendRule.OwnDigest, 48)]
    [InlineData(ExtendRule.PaddedSha1, 48)]
    [InlineData(ExtendRule.PaddedSha1AndViolation, 20)]
    public void A_violation_extends_with_ones(ExtendRule rule, int ones)
    {
        using var bank = new PcrBank(HashAlgo.Sha384, rule);
        bank.Extend(Entries.Violation("/a"));
        byte[] with = [.. Enumerable.Repeat((byte)0xff, ones), .. new byte[48 - ones]];
        Assert.Equal(SHA384.HashData([.. new byte[48], .. with]), bank.Value(10).ToArray());
    }

    [Fact]
    public void Padded_sha1_is_filled_up_with_zero_bytes()
    {
        using var bank = new PcrBank(HashAlgo.Sha384, paddedSha1: true);
        var entry = Entries.Of("/a");
        bank.Extend(entry);
        Assert.Equal(SHA384.HashData([.. new byte[48], .. SHA1.HashData(entry.Data.Span), .. new byte[28]]), bank.Value(10).ToArray());
    }

    [Fact]
    public void Numbers_above_23_are_counted_and_disturb_nothing()
    {
        using var bank = new PcrBank(HashAlgo.Sha256);
        bank.Extend(Entries.Of("/a", pcr: 24));
        bank.Extend(Entries.Of("/a", pcr: 63));
        Assert.Equal(2, bank.NotAttestable);
        Assert.All(Enumerable.Range(0, 17), pcr => Assert.Equal(new byte[32], bank.Value(pcr).ToArray()));
    }

    [Fact]
    public void The_start_is_that_of_a_tpm_or_a_given_value()
    {
        using var bank = new PcrBank(HashAlgo.Sha1);
        Assert.Equal(new string('f', 40), Convert.ToHexStringLower(bank.Value(17)));
        Assert.Equal(new string('0', 40), Convert.ToHexStringLower(bank.Value(23)));
        var start = Enumerable.Repeat((byte)7, 20).ToArray();
        bank.SetValue(4, start);
        bank.Extend(Entries.Of("/a", pcr: 4));
        Assert.Equal(SHA1.HashData([.. start, .. SHA1.HashData(Entries.Of("/a").Data.Span)]), bank.Value(4).ToArray());
        Assert.Throws<ArgumentException>(() => bank.SetValue(4, new byte[32]));
    }

    [Fact]
    public void Extending_allocates_nothing()
    {
        using var bank = new PcrBank(HashAlgo.Sha256);
        MeasurementEntry[] entries = [Entries.Of("/a"), Entries.Of("/b", Template.Ima), Entries.Violation("/c")];
        Array.ForEach(entries, bank.Extend);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            bank.Extend(entries[i % 3]);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
