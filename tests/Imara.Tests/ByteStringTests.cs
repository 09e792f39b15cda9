using System.Text;
using CsCheck;

namespace Imara.Tests;

public class ByteStringTests
{
    [Theory]
    [InlineData(new byte[] { 0x61, 0x20, 0x7e }, "a ~")]
    [InlineData(new byte[] { 0x61, 0x0a, 0x62 }, "a\\x0ab")]
    [InlineData(new byte[] { 0xc3, 0xa9 }, "é")]
    [InlineData(new byte[] { 0xff, 0x61 }, "\\xffa")]
    [InlineData(new byte[] { 0x1b, 0x5b, 0x6d }, "\\x1b[m")]
    public void What_is_printed_holds_no_control_character(byte[] bytes, string text) => Assert.Equal(text, new ByteString(bytes).ToString());

    [Fact]
    public void Any_bytes_print_without_control_characters() =>
        Gen.Byte.Array[0, 60].Sample(bytes => Assert.DoesNotContain(new ByteString(bytes).ToString(), char.IsControl));

    [Fact]
    public void Equality_is_that_of_the_bytes() => Gen.Select(Gen.Byte.Array[0, 3], Gen.Byte.Array[0, 3]).Sample((left, right) =>
        Assert.Equal(left.AsSpan().SequenceEqual(right), new ByteString(left) == new ByteString(right)));

    [Fact]
    public void The_default_is_the_empty_text()
    {
        Assert.True(default(ByteString).IsEmpty);
        Assert.Equal(ByteString.Empty, new ByteString(string.Empty));
        Assert.True(new ByteString(Encoding.UTF8.GetBytes("é")).IsUtf8);
        Assert.False(new ByteString([0xe9]).IsUtf8);
    }
}
