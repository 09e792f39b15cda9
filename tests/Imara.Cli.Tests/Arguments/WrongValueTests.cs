using System.CommandLine;
using Imara.Cli.Arguments;
using Imara.Cli.Tests.Verbs;

namespace Imara.Cli.Tests.Arguments;

public class WrongValueTests
{
    private static readonly string[] Wrong = ["", "abc", "-1", "99999999999999999999999", "1.5", "0x10", " 1", "Sha256", "\uFFFD"];
    private static readonly string[] Foreign = ["System.", "Exception", "Cannot parse argument", "expected type", "internal error", "Nullable"];

    // What is free text, or is judged by the verb, is taken here; the rest is refused by the name of its option.
    [Fact]
    public void A_value_that_an_option_cannot_take_is_refused_by_the_name_of_the_option()
    {
        var (root, verbs) = AllVerbs.Read();
        var refused = new HashSet<string>();
        foreach (var (path, verb) in verbs)
        {
            foreach (var option in verb.Options.Where(option => !OptionNames.IsFlag(option)))
            {
                foreach (var wrong in Wrong)
                {
                    var reader = new CommandLineReader(root, [.. path, $"{option.Name}={wrong}"]);
                    if (OptionValue.WhyNot(option, wrong) is { } reason)
                    {
                        Assert.Null(reader.TryRead());
                        Assert.Equal(reason, reader.Refusal);
                        Assert.Contains($"`{option.Name}`", reason);
                        Assert.DoesNotContain(Foreign, word => reason.Contains(word, StringComparison.Ordinal));
                        refused.Add(option.Name);
                    }
                    else
                    {
                        Assert.True(option.ValueType == typeof(string) || option.ValueType == typeof(string[]), $"{string.Join(' ', path)} {option.Name} takes `{wrong}`");
                    }
                }
            }
        }

        Assert.Superset(
            new HashSet<string> { "--jobs", "--algo", "--days", "--line", "--top", "--hash-rate", "--fowner", "--subject", "--format", "--load", "--verity-block-size", "--bank" }, refused);
    }

    [Theory]
    [InlineData("file hash --fowner nobody-here d", "`--fowner` wants a number or a name that /etc/passwd has, not `nobody-here`")]
    [InlineData("file hash --fgroup 4294967296 d", "`--fgroup` wants a number up to 4294967295, and 4294967296 is larger")]
    [InlineData("file hash --jobs 99999999999 d", "`--jobs` wants a number up to 2147483647, and 99999999999 is larger")]
    [InlineData("file hash --algo Sha256 d", "`--algo` wants a hash algorithm of the kernel, not `Sha256`; did you mean `sha256`?")]
    [InlineData("policy check --load line p", "`--load` wants another word, not `line`; did you mean `lines`?")]
    [InlineData("key generate --subject x", "`--subject` wants a distinguished name such as `CN=build key,O=Example`, not `x`")]
    public void The_sentence_says_what_is_wanted(string line, string expected)
    {
        var reader = new CommandLineReader(AllVerbs.Read().Root, line.Split(' '));
        Assert.Null(reader.TryRead());
        Assert.Equal(expected, reader.Refusal);
    }

    [Fact]
    public void A_name_of_a_user_is_taken() => Assert.Null(OptionValue.WhyNot(AccountOption.User("--fowner", string.Empty), "root"));
}
