using CsCheck;
using Imara.Appraisal.Archives.Tar;

namespace Imara.Appraisal.Tests.Archives;

public class TarNumberTests
{
    [Fact]
    public void What_is_written_reads_back_the_same() => Gen.Long[0, long.MaxValue].Sample(value =>
    {
        var field = new byte[12];
        TarNumber.WriteOctal(field, value);
        Assert.True(TarNumber.TryRead(field, out var read));
        Assert.Equal(value, read);
    });

    [Fact]
    public void Octal_is_written_while_it_has_room()
    {
        var field = new byte[12];
        TarNumber.WriteOctal(field, 0x1_ffff_ffff);
        Assert.Equal("77777777777\0"u8.ToArray(), field);
        TarNumber.WriteOctal(field, 0x2_0000_0000);
        Assert.Equal("800000000000000200000000", Convert.ToHexStringLower(field));
    }

    [Theory]
    [InlineData("3030303036343400", 420)]
    [InlineData("2020203634342000", 420)]
    [InlineData("3630300020203939", 384)]
    [InlineData("0000000000000000", 0)]
    [InlineData("3737373737373737", 16777215)]
    [InlineData("80000000000003e8", 1000)]
    public void Fields_of_every_writer_are_read(string hex, long value)
    {
        Assert.True(TarNumber.TryRead(Convert.FromHexString(hex), out var read));
        Assert.Equal(value, read);
    }

    [Theory]
    [InlineData("3030303038343400")]
    [InlineData("2d30303036343400")]
    [InlineData("ffffffffffffffff")]
    [InlineData("c000000000000000000000ff")]
    [InlineData("80000000ffffffffffffffff")]
    public void What_is_no_number_or_below_zero_or_too_large_is_refused(string hex) => Assert.False(TarNumber.TryRead(Convert.FromHexString(hex), out _));
}
