using CsCheck;
using Imara.Measurements.Lists;
using Imara.Measurements.Replay;

namespace Imara.Measurements.Tests;

/// <summary>No bytes make a reader throw; what is refused is refused with an offset inside the input.</summary>
public class HostileInputTests
{
    private static readonly MeasurementEntry[] Sample =
    [
        Entries.Of("boot_aggregate"), Entries.Of("/a\nb"), Entries.Of("/m", Template.Ima, algo: HashAlgo.Md5), Entries.Of("/e", Template.EvmSig),
        Entries.Violation("/v", Template.Ima), Entries.Of("/s", Template.ImaSigV2), Entries.Violation("/w"),
    ];

    public static TheoryData<bool, HashAlgo> Forms => new()
    {
        { true, HashAlgo.Sha1 }, { true, HashAlgo.Sha256 }, { false, HashAlgo.Sha1 }, { false, HashAlgo.Sha512 },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_list_truncated_at_any_byte_gives_whole_records_and_an_offset(bool binary, HashAlgo algo)
    {
        var list = binary ? Entries.Binary(algo, Sample) : Entries.Ascii(algo, Sample);
        var ends = Enumerable.Range(0, Sample.Length + 1)
            .Select(count => (binary ? Entries.Binary(algo, Sample.Take(count)) : Entries.Ascii(algo, Sample.Take(count))).Length).ToList();
        for (var length = 0; length < list.Length; length++)
        {
            var whole = MeasurementListReader.TryReadAll(list.AsSpan(0, length), options: null, out var records, out var error);
            if (binary)
            {
                Assert.Equal(ends.Contains(length), whole);
                Assert.True(whole || records.Length == ends.FindLastIndex(end => end <= length));
            }

            Assert.True(whole || error.Offset <= length);
            Assert.True(whole || error.Offset >= (records.IsEmpty ? 0 : records[^1].Offset));
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_list_with_any_bit_flipped_is_never_proven(bool binary, HashAlgo algo)
    {
        var list = binary ? Entries.Binary(algo, Sample) : Entries.Ascii(algo, Sample);
        using var bank = new PcrBank(algo);
        foreach (var entry in Sample)
        {
            bank.Extend(entry);
        }

        var pcrs = new PcrValues();
        pcrs.Bank(algo).Set(10, bank.Value(10));
        Assert.Equal(ListVerdict.Violations, ListVerifier.Verify(MeasurementListReader.Open(new MemoryStream(list)), pcrs).Verdict);

        // In a violation nothing protects the name: only the flips before it must be noticed.
        var guarded = binary ? Entries.Binary(algo, Sample.Take(4)).Length : Entries.Ascii(algo, Sample.Take(4)).Length;
        for (var bit = 0; bit < list.Length * 8; bit++)
        {
            list[bit / 8] ^= (byte)(1 << (bit % 8));
            var verdict = ListVerifier.Verify(MeasurementListReader.Open(new MemoryStream(list)), pcrs).Verdict;
            Assert.NotEqual(ListVerdict.Proven, verdict);
            Assert.True(verdict >= ListVerdict.Unproven || bit / 8 >= guarded, $"bit {bit}: {verdict}");
            list[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void Random_bytes_never_throw() => Gen.OneOf(
        Gen.Byte.Array[0, 400],
        Gen.OneOf(Gen.Byte[0, 12], Gen.Byte[0x61, 0x7a]).Array[0, 400],
        Gen.OneOf(Gen.Byte[0x30, 0x39], Gen.Byte[0x61, 0x66], Gen.Byte[0x0a, 0x0a], Gen.Byte[0x20, 0x20]).Array[0, 400]).Sample(bytes =>
    {
        var whole = MeasurementListReader.TryReadAll(bytes, options: null, out _, out var error);
        Assert.True(whole || error.Offset <= bytes.Length);
        var read = PcrValuesReader.TryRead(bytes, bank: null, out var values, out error);
        Assert.True(read != values.IsEmpty);
        Assert.True(read || error.Offset <= bytes.Length);
    });

    [Fact]
    public void Many_lines_that_belong_nowhere_do_not_take_long()
    {
        var list = Entries.Ascii(HashAlgo.Sha1, Entries.Of("boot_aggregate"), Entries.Of("/a"));
        list[^2] ^= 1;
        byte[] input = [.. list, .. Enumerable.Repeat("x\n"u8.ToArray(), 20_000).SelectMany(line => line)];
        Assert.False(MeasurementListReader.TryReadAll(input, options: null, out _, out var error));
        Assert.True(error.Offset > list.Length);
    }
}
