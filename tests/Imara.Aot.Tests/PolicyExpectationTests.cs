using System.Text;
using Imara.Tests.Shared;

namespace Imara.Aot.Tests;

/// <summary>`imara policy test`, as CI uses it.</summary>
public class PolicyExpectationTests
{
    private const string Folder = "tests/Imara.Aot.Tests/Policy";
    private const string Policy = "dont_measure fsmagic=0x9fa0\nmeasure func=FILE_CHECK mask=MAY_READ uid=0 pcr=11\nappraise fowner=0\n";
    private const string Event = "{\"func\":\"FILE_CHECK\",\"mask\":[\"MAY_READ\"]";

    private const string Tests =
        Event + ",\"name\":\"root reads\",\"expect\":{\"actions\":[{\"action\":\"measure\",\"line\":2,\"pcr\":11},\"appraise\"],\"blocked\":[]}}\n\n"
        + Event + ",\"name\":\"a user reads\",\"creds\":{\"uid\":1000},\"target\":{\"uid\":1000},\"expect\":{\"actions\":[\"measure\"],\"not\":[\"audit\"]}}\n"
        + Event + ",\"target\":{\"fsmagic\":\"0x9fa0\"},\"expect\":{\"not\":[\"appraise\"]}}\n"
        + Event + ",\"expect\":{}}\n";

    [Theory]
    [InlineData("test.txt", "text")]
    [InlineData("test.jsonl", "json")]
    public void What_is_not_as_expected_is_reported_with_the_reason(string golden, string format)
    {
        using var policy = new TemporaryFile(Policy);
        var result = Run($"test --kernel 6.12 --format {format} --expect - {policy.Path}", Tests);
        Assert.Equal(2, result.Exit);
        Assert.Equal(
            "imara: standard input:3: a user reads: not as expected\nimara: standard input:4: not as expected\n"
            + "imara: standard input:5: offset 51: `expect` needs `actions`, `blocked` or `not`\n",
            result.Error);
        Golden.Match($"{Folder}/{golden}", result.Output.Replace(policy.Path, "POLICY", StringComparison.Ordinal));
    }

    [Fact]
    public void An_answer_of_decide_is_an_expectation()
    {
        using var policy = new TemporaryFile(Policy);
        var answer = Run($"decide --kernel 6.12 {policy.Path} --events -", Event + "}\n").Output.TrimEnd();
        var result = Run($"test --kernel 6.12 --expect - {policy.Path}", $"{Event},\"expect\":{answer}}}\n");
        Assert.Equal((0, "1 test: 1 as expected, 0 not, 0 unreadable\n", string.Empty), (result.Exit, result.Output, result.Error));
    }

    [Theory]
    [InlineData(1, Event + ",\"expect\":{\"actions\":[]}}")]
    [InlineData(0, Event + ",\"expect\":{\"not\":[\"hash\"]}}")]
    [InlineData(2, "")]
    [InlineData(2, "\n\n")]
    [InlineData(2, "[]")]
    public void The_exit_status_is_that_of_the_worst_test(int exit, string tests)
    {
        using var policy = new TemporaryFile(Policy);
        Assert.Equal(exit, Run($"test --kernel 6.12 --quiet --expect - {policy.Path}", tests).Exit);
    }

    private static CommandResult Run(string arguments, string input) => Command.Run(NativeBinary.Path, ["policy", .. arguments.Split(' ')], Encoding.UTF8.GetBytes(input));
}
