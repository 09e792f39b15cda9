using CsCheck;
using Imara.Cli.Evmctl.Options;

namespace Imara.Cli.Tests.Evmctl;

public class LongOptionsTests
{
    private static readonly Gen<string> Value = Gen.String[Gen.Char["ab/=-,."], 1, 8];

    [Theory]
    [InlineData("-k key file", "Key=key", "file")]
    [InlineData("-kkey file", "Key=key", "file")]
    [InlineData("--key key file", "Key=key", "file")]
    [InlineData("--key=key file", "Key=key", "file")]
    [InlineData("--key= file", "Key=", "file")]
    [InlineData("-k -v file", "Key=-v", "file")]
    [InlineData("-rfk key file", "Recursive,SigFile,Key=key", "file")]
    [InlineData("-rkf file", "Recursive,Key=f", "file")]
    [InlineData("file -r", "Recursive", "file")]
    [InlineData("file -r -- -v --key", "Recursive", "file,-v,--key")]
    [InlineData("- -v", "Verbose", "-")]
    [InlineData("-p secret", "Password", "secret")]
    [InlineData("-psecret", "Password=secret", "")]
    [InlineData("--pass=secret", "Password=secret", "")]
    [InlineData("--pass secret", "Password", "secret")]
    [InlineData("-u file", "Uuid", "file")]
    [InlineData("--caps file", "Caps", "file")]
    [InlineData("--caps= file", "Caps=", "file")]
    [InlineData("--uu --port", "Uuid,Portable", "")]
    [InlineData("--ima 00", "Ima=00", "")]
    public void A_command_line_is_taken_apart_as_getopt_long_does(string line, string options, string operands)
    {
        var given = LongOptions.Parse(line.Split(' '), OptionTable.All);
        Assert.Null(given.Error);
        Assert.Equal(options, string.Join(',', given.Options.Select(option => option.Value is null ? $"{option.Id}" : $"{option.Id}={option.Value}")));
        Assert.Equal(operands, string.Join(',', given.Operands));
    }

    [Theory]
    [InlineData("--bogus", "unrecognized option '--bogus'")]
    [InlineData("-vZ", "invalid option -- 'Z'")]
    [InlineData("-k", "option requires an argument -- 'k'")]
    [InlineData("--keyid", "option '--keyid' requires an argument")]
    [InlineData("--version=3", "option '--version' doesn't allow an argument")]
    [InlineData("--ke x", "option '--ke' is ambiguous; possibilities: '--key' '--keyid' '--keyid-from-cert'")]
    public void A_wrong_option_is_named(string line, string error) =>
        Assert.Equal(error, LongOptions.Parse(line.Split(' '), OptionTable.All).Error);

    [Fact]
    public void What_stands_before_a_wrong_option_is_read() =>
        Assert.Equal(OptionId.Help, Assert.Single(LongOptions.Parse(["-h", "--bogus"], OptionTable.All).Options).Id);

    [Fact]
    public void Every_way_to_give_a_value_means_the_same() => Gen.Select(Gen.Int[0, WithValue.Length - 1].Select(index => WithValue[index]), Value).Sample((option, value) =>
    {
        string[][] ways = [["--" + option.Long, value], [$"--{option.Long}={value}"], .. option.Short == 0 ? [] : new[] { [$"-{option.Short}{value}"], new[] { $"-{option.Short}", value } }];
        foreach (var way in ways)
        {
            var given = LongOptions.Parse(["first", .. way, "last"], OptionTable.All);
            Assert.Equal([new GivenOption(option.Id, value)], given.Options);
            Assert.Equal(["first", "last"], given.Operands);
        }
    });

    private static OptionSpec[] WithValue { get; } = [.. OptionTable.All.Where(option => option.Argument == OptionArgument.Required)];
}
