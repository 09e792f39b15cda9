using System.Text;
using Imara.Cli.Arguments;

namespace Imara.Cli.Tests.Arguments;

public class ArgumentBytesTests
{
    [Fact]
    public void Arguments_are_the_last_words_by_position()
    {
        byte[] all = [.. "dotnet\0exec\0x"u8, 0xfe, 0, .. "x"u8, 0xff, 0, 0];
        Assert.True(ArgumentBytes.TrySplit(all, ["x\uFFFD", "x\uFFFD", ""], out var bytes));
        Assert.Equal([[(byte)'x', 0xfe], [(byte)'x', 0xff], []], bytes);
    }

    [Theory]
    [InlineData("a\0b\0", "a", "c")]
    [InlineData("a\0", "a", "a")]
    [InlineData("a\0b", "a", "b")]
    public void Words_that_are_not_the_arguments_are_not_taken_for_them(string all, string first, string second) =>
        Assert.False(ArgumentBytes.TrySplit(Encoding.ASCII.GetBytes(all), [first, second], out _));

    [Fact]
    public void Text_needs_nobody_to_ask()
    {
        Assert.True(ArgumentBytes.TryRead(["ä", ""], out var bytes));
        Assert.Equal([Encoding.UTF8.GetBytes("ä"), []], bytes);
    }
}
