using System.Text;
using CsCheck;
using Imara.Appraisal.Archives.Tar;

namespace Imara.Appraisal.Tests.Archives;

public class PaxRecordsTests
{
    private static readonly Gen<byte[]> Key = Gen.Byte.Where(b => b is not (0 or (byte)'=')).Array[1, 120];

    [Fact]
    public void What_is_written_reads_back_the_same() => Gen.Select(Key, Gen.Byte.Array[0, 200]).Array[0, 8].Sample(pairs =>
    {
        var records = new PaxRecords();
        foreach (var (key, value) in pairs)
        {
            records.Put(new ByteString(key), value);
        }

        var written = records.Write();
        Assert.True(PaxRecords.TryParse(written, out var read, out _));
        Assert.Equal(records.Count, read.Count);
        for (var i = 0; i < records.Count; i++)
        {
            Assert.Equal(records.All[i].Key, read.All[i].Key);
            Assert.Equal(records.All[i].Value.ToArray(), read.All[i].Value.ToArray());
        }

        Assert.Equal(written, read.Write());
    });

    [Theory]
    [InlineData("9 a=abcd\n")]
    [InlineData("10 a=abcd\n")]
    [InlineData("99 k=" + A10 + A10 + A10 + A10 + A10 + A10 + A10 + A10 + A10 + "aaa\n")]
    [InlineData("6 a=b\n7 b=cd\n")]
    [InlineData("8 a=\n\n\0\n")]
    [InlineData("5 a=\n")]
    public void A_record_that_was_not_changed_is_written_as_it_was_read(string text)
    {
        var content = Encoding.Latin1.GetBytes(text);
        Assert.True(PaxRecords.TryParse(content, out var records, out var error), error.ToString());
        Assert.Equal(content, records.Write());
    }

    [Theory]
    [InlineData("x", 0)]
    [InlineData("6", 0)]
    [InlineData("6 a=b", 0)]
    [InlineData("06 a=b\n", 0)]
    [InlineData("0 a=b\n", 0)]
    [InlineData("-6 a=b\n", 0)]
    [InlineData("5 a=b\n", 0)]
    [InlineData("8 a=b\n", 0)]
    [InlineData("6 a=b\n\0", 6)]
    [InlineData("6 a=b\n9 cc\n", 6)]
    [InlineData("5 =b\n", 0)]
    [InlineData("2 ", 0)]
    [InlineData("7 a\0=b\n", 0)]
    [InlineData("99999999999999999999 a=b\n", 0)]
    public void A_record_that_is_not_exact_is_refused_where_it_begins(string text, int offset)
    {
        Assert.False(PaxRecords.TryParse(Encoding.Latin1.GetBytes(text), out _, out var error));
        Assert.Equal(offset, error.Offset);
    }

    [Fact]
    public void A_new_value_takes_the_place_of_the_old_one_and_later_ones_of_its_name()
    {
        Assert.True(PaxRecords.TryParse("6 a=1\n6 b=2\n6 a=3\n6 c=4\n"u8.ToArray(), out var records, out _));
        Assert.True(records.TryGet("a"u8, out var last));
        Assert.Equal("3"u8.ToArray(), last.ToArray());
        records.Put(new ByteString("a"), "new"u8.ToArray());
        Assert.Equal("8 a=new\n6 b=2\n6 c=4\n", Encoding.ASCII.GetString(records.Write()));
    }

    private const string A10 = "aaaaaaaaaa";
}
