using System.Text;
using Imara.Boot.CommandLine;

namespace Imara.Boot.Tests.CommandLine;

public class CommandLineWordsTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData(" a  b\tc\n", "a;b;c")]
    [InlineData("a=1 b= =c", "a=1;b=;=c")]
    [InlineData("a=\"x y\" \"b=p q\" \"c d\"", "a=x y;b=p q;c d")]
    [InlineData("a=x\"y z\"w b", "a=x\"y z\"w;b")]
    [InlineData("a=\"open b", "a=open b")]
    [InlineData("a==b c", "a==b;c")]
    public void Words_are_split_as_the_kernel_splits_them(string line, string expected) =>
        Assert.Equal(expected, string.Join(';', CommandLineWords.Split(Encoding.UTF8.GetBytes(line)).Select(word => word.ToString())));

    [Fact]
    public void A_span_holds_the_quotes()
    {
        var line = "ro ima_policy=\"tcb appraise_tcb\" x"u8;
        var words = CommandLineWords.Split(line);
        Assert.Equal("ima_policy=\"tcb appraise_tcb\"", Encoding.UTF8.GetString(words[1].Span.Of(line)));
    }

    [Fact]
    public void Everything_behind_two_dashes_is_for_init() =>
        Assert.Equal([false, false, true, true], CommandLineWords.Split("a -- ima_tcb --"u8).Select(word => word.IsForInit));

    [Fact]
    public void A_dash_and_an_underscore_are_the_same_in_names()
    {
        Assert.True(CommandLineWords.Split("ima-appraise_tcb=x"u8)[0].Is("ima_appraise-tcb"));
        Assert.False(CommandLineWords.Split("ima_tcb"u8)[0].Is("ima_tc"));
    }
}
