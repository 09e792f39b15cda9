using CsCheck;
using Imara.Measurements.Lists;

namespace Imara.Measurements.Tests;

/// <summary>What is written reads back the same.</summary>
public class RoundTripTests
{
    private static readonly Gen<MeasurementEntry[]> Lists = Gen.OneOf(Entries.Any, Entries.Any, Entries.AnyViolation).Array[1, 12]
        .Select(entries => (MeasurementEntry[])[Entries.Of("boot_aggregate"), .. entries]);

    private static readonly Gen<HashAlgo> Banks = Gen.Int[0, 4].Select(index =>
        ((HashAlgo[])[HashAlgo.Sha1, HashAlgo.Sha256, HashAlgo.Sha384, HashAlgo.Sha512, HashAlgo.Sm3])[index]);

    [Fact]
    public void A_binary_list_reads_back_in_every_bank() => Gen.Select(Lists, Banks).Sample((entries, algo) =>
    {
        var binary = Entries.Binary(algo, entries);
        Assert.True(MeasurementListReader.TryReadAll(binary, options: null, out var records, out var error), error.ToString());
        Assert.Equal(algo, records[0].Column.Algo);
        AssertSame(entries, records);
        Assert.Equal(binary, Entries.Binary(algo, records.Select(record => record.Entry)));
    });

    [Fact]
    public void A_big_endian_binary_list_reads_back() => Lists.Sample(entries =>
    {
        var turned = Array.ConvertAll(entries, Entries.BigEndian);
        var binary = Entries.Binary(HashAlgo.Sha256, turned);
        Assert.True(MeasurementListReader.TryReadAll(binary, options: null, out var records, out var error), error.ToString());
        Assert.All(records, record => Assert.True(record.Entry.IsBigEndian));
        AssertSame(turned, records);
        Assert.Equal(Entries.Ascii(HashAlgo.Sha256, turned), Entries.Ascii(HashAlgo.Sha256, records.Select(record => record.Entry)));
    });

    [Fact]
    public void An_ascii_list_reads_back_with_newlines_in_names() => Gen.Select(Lists, Banks).Sample((entries, algo) =>
    {
        var ascii = Entries.Ascii(algo, entries);
        Assert.True(MeasurementListReader.TryReadAll(ascii, options: null, out var records, out var error), error.ToString());
        AssertSame(entries, records);
        Assert.Equal(ascii, Entries.Ascii(algo, records.Select(record => record.Entry)));
    });

    [Fact]
    public void The_ascii_list_of_a_big_endian_machine_gives_its_data_back() => Lists.Sample(entries =>
    {
        var turned = Array.ConvertAll(entries, Entries.BigEndian);
        Assert.True(MeasurementListReader.TryReadAll(Entries.Ascii(HashAlgo.Sha1, turned), options: null, out var records, out var error), error.ToString());
        AssertSame(turned, records);
    });

    [Fact]
    public void A_list_in_small_pieces_reads_the_same() => Lists.Sample(entries =>
    {
        foreach (var list in (byte[][])[Entries.Binary(HashAlgo.Sha256, entries), Entries.Ascii(HashAlgo.Sha256, entries)])
        {
            var reader = MeasurementListReader.Open(new DripStream(list));
            var read = new List<ListRecord>();
            while (reader.TryRead(out var record))
            {
                read.Add(record);
            }

            Assert.Null(reader.Error);
            AssertSame(entries, read);
        }
    });

    private static void AssertSame(MeasurementEntry[] entries, IReadOnlyList<ListRecord> records)
    {
        Assert.Equal(entries.Length, records.Count);
        for (var i = 0; i < entries.Length; i++)
        {
            Assert.Equal(i, records[i].Index);
            Assert.Equal(entries[i].Pcr, records[i].Entry.Pcr);
            Assert.Equal(entries[i].TemplateName, records[i].Entry.TemplateName);
            Assert.Equal(entries[i].IsViolation, records[i].Entry.IsViolation);
            Assert.Equal(Convert.ToHexStringLower(entries[i].Data.Span), Convert.ToHexStringLower(records[i].Entry.Data.Span));
            Assert.True(records[i].DigestMatches);
        }
    }

    /// <summary>Gives one to three bytes at a time.</summary>
    private sealed class DripStream(byte[] content) : MemoryStream(content)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 1 + (int)(Position % 3)));
    }
}
