using System.Text;
using CsCheck;
using Imara.Cli.Arguments;

namespace Imara.Cli.Tests.Arguments;

public class ArgumentTextTests
{
    [Fact]
    public void Every_byte_comes_back() => Gen.OneOf(Gen.Byte.Array, Gen.String.Select(Encoding.UTF8.GetBytes)).Sample(
        bytes => Assert.Equal(bytes, ArgumentText.Encode(ArgumentText.Decode(bytes))));

    [Fact]
    public void What_is_UTF8_is_the_text_that_it_is() => Gen.String.Select(Encoding.UTF8.GetBytes).Sample(
        bytes => Assert.Equal(Encoding.UTF8.GetString(bytes), ArgumentText.Decode(bytes)));

    [Fact]
    public void Two_names_that_a_decoder_takes_for_one_are_two() =>
        Assert.NotEqual(ArgumentText.Decode([.. "prog"u8, 0xfe]), ArgumentText.Decode([.. "prog"u8, 0xff]));

    [Fact]
    public void A_message_shows_bytes_as_escapes() => Assert.Equal(@"a\xff\x0ab", ArgumentText.Show(ArgumentText.Decode([(byte)'a', 0xff, 0x0a, (byte)'b'])));
}
