using System.Text;
using System.Text.Json;
using Imara.Tests.Shared;

namespace Imara.Aot.Tests;

/// <summary>`imara policy diff`, as scripts use it.</summary>
public class PolicyDiffTests
{
    private const string Folder = "tests/Imara.Aot.Tests/Policy";

    private const string A =
        "dont_measure fsmagic=0x9fa0\nmeasure func=FILE_CHECK mask=MAY_READ uid=0\nappraise fowner=0\nmeasure euid=4294967294\n"
        + "appraise func=BPRM_CHECK digest_type=verity appraise_type=sigv3\n";

    private const string B =
        "measure func=FILE_CHECK mask=^MAY_READ uid=0 pcr=11\ndont_measure fsmagic=0x9fa0\nappraise fowner=0 appraise_type=imasig\nappraise func=MODULE_CHECK\n"
        + "appraise func=SETXATTR_CHECK appraise_algos=sha256\n";

    [Theory]
    [InlineData("diff.txt", "text")]
    [InlineData("diff.json", "json")]
    public void Differences_are_reported_with_rules_conditions_and_an_event(string golden, string format)
    {
        using var a = new TemporaryFile(A);
        using var b = new TemporaryFile(B);
        var result = Run($"diff --kernel 6.12 --format {format} {a.Path} {b.Path}", string.Empty);
        Assert.Equal((1, string.Empty), (result.Exit, result.Error));
        Golden.Match($"{Folder}/{golden}", result.Output.Replace(a.Path, "A", StringComparison.Ordinal).Replace(b.Path, "B", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_event_that_is_shown_is_decided_differently()
    {
        using var a = new TemporaryFile(A);
        using var b = new TemporaryFile(B);
        using var json = JsonDocument.Parse(Run($"diff --kernel 6.12 --format json {a.Path} {b.Path}", string.Empty).Output);
        var differences = json.RootElement.GetProperty("differences").EnumerateArray().ToList();
        var events = string.Concat(differences.Select(difference => difference.GetProperty("event").GetRawText() + "\n"));
        var before = Run($"decide --kernel 6.12 {a.Path} --events -", events).Output.Replace(a.Path, string.Empty, StringComparison.Ordinal).Split('\n');
        var after = Run($"decide --kernel 6.12 {b.Path} --events -", events).Output.Replace(b.Path, string.Empty, StringComparison.Ordinal).Split('\n');
        Assert.True(differences.Count > 4);
        for (var i = 0; i < differences.Count; i++)
        {
            Assert.NotEqual(before[i], after[i]);
        }
    }

    [Theory]
    [InlineData(0, "measure uid=0\n", "measure uid<1\n", "")]
    [InlineData(1, "measure uid=0\n", "measure uid<2\n", "")]
    [InlineData(1, "appraise func=SETXATTR_CHECK appraise_algos=sha1\n", "appraise func=SETXATTR_CHECK appraise_algos=sha256\n", "")]
    [InlineData(2, "measure uid=4294967294\n", "measure uid=-2 \n", "")]
    [InlineData(0, "measure uid=4294967294\n", "measure uid=-2 \n", "--readback")]
    [InlineData(0, "appraise digest_type=verity appraise_type=sigv3\n", "appraise appraise_type=sigv3 digest_type=verity \n", "--readback")]
    [InlineData(1, "measure\n", "measure template= \n", "--readback")]
    [InlineData(2, "measure\n", "bogus\n", "--readback")]
    [InlineData(2, "measure\n", "", "")]
    public void The_exit_status_says_whether_they_differ(int exit, string first, string second, string options)
    {
        using var a = new TemporaryFile(first);
        using var b = new TemporaryFile(second);
        var result = Run($"diff --kernel 6.12 {a.Path} {b.Path} {options}", string.Empty);
        Assert.Equal(exit, result.Exit);
        Assert.Equal(exit == 2, result.Output.Length == 0);
    }

    [Theory]
    [InlineData("- -")]
    [InlineData("/nonexistent -")]
    [InlineData("-")]
    public void What_cannot_be_compared_is_status_2(string arguments) => Assert.Equal(2, Run($"diff --kernel 6.12 {arguments}", "measure\n").Exit);

    private static CommandResult Run(string arguments, string input) =>
        Command.Run(NativeBinary.Path, ["policy", .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)], Encoding.UTF8.GetBytes(input));
}
