using System.Text;
using Imara.Policy.Checking;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;

namespace Imara.Policy.Tests.Checking;

public class PolicyCheckerTests
{
    [Fact]
    public void Lines_and_columns_count_from_1_in_bytes()
    {
        var check = Check("# e\u00e9\n\n  measure func=BOGUS\n");
        var finding = Assert.Single(check.Diagnostics);
        Assert.Equal(("IMA0103", 3, 16), (finding.Diagnostic.Descriptor.Id, finding.Line, finding.Column));
        Assert.Equal("BOGUS", Encoding.UTF8.GetString(finding.Diagnostic.Span.Of(check.Sources[0].Text.Span)));
        Assert.False(check.IsAccepted);
    }

    [Fact]
    public void Only_rule_lines_are_listed_good_and_bad()
    {
        var check = Check("# comment\nmeasure func=PATH_CHECK\n\nbogus\n");
        Assert.Equal([(2, Errno.None, "measure func=FILE_CHECK "), (4, Errno.EINVAL, null)], check.Lines.Select(l => (l.Line, l.Errno, l.Canonical?.ToString())));
    }

    [Theory]
    [InlineData("", "IMA0203")]
    [InlineData("# nothing\n", "IMA0203")]
    [InlineData("measure\0 uid=0\n", "IMA0202")]
    [InlineData("/etc/ima/ima-policy\n", "IMA0205")]
    public void A_load_that_cannot_become_the_policy_says_why(string text, string id)
    {
        var check = Check(text);
        Assert.False(check.IsAccepted);
        Assert.Contains(check.Diagnostics, d => d.Diagnostic.Descriptor.Id == id);
    }

    [Fact]
    public void A_line_over_the_limit_of_a_write_is_refused_although_the_kernel_takes_its_beginning()
    {
        var check = Check("measure fsname=" + new string('x', 5000) + "\n");
        Assert.False(check.IsAccepted);
        Assert.True(Assert.Single(check.Lines).IsAccepted);
        Assert.Equal("IMA0201", Assert.Single(check.Diagnostics).Diagnostic.Descriptor.Id);
    }

    [Fact]
    public void A_policy_read_by_path_has_no_limit_but_needs_its_final_line_feed()
    {
        Assert.True(Check("measure fsname=" + new string('x', 5000) + "\n", LoadMethod.Path).IsAccepted);
        var check = Check("measure", LoadMethod.Path);
        Assert.False(check.IsAccepted);
        Assert.Equal("IMA0204", Assert.Single(check.Diagnostics).Diagnostic.Descriptor.Id);
    }

    [Fact]
    public void Without_a_final_line_feed_lines_are_taken_with_a_warning()
    {
        var check = Check("measure");
        Assert.True(check.IsAccepted);
        Assert.Equal("IMA0207", Assert.Single(check.Diagnostics).Diagnostic.Descriptor.Id);
    }

    [Fact]
    public void Cat_loses_a_byte_of_a_long_line_and_the_rest_is_taken_for_a_rule()
    {
        var check = Check("#" + new string('c', 5000) + "\nmeasure\n", LoadMethod.Cat);
        Assert.False(check.IsAccepted);
        Assert.Contains(check.Diagnostics, d => d.Diagnostic.Descriptor.Id == "IMA0101");
    }

    [Fact]
    public void Several_files_are_one_load()
    {
        var context = new RuleContext(KnownKernels.Find("6.12-lab")!, LsmContext.None);
        var check = PolicyChecker.Check([Source("measure\n"), Source("# only a comment\n")], context, LoadMethod.Lines);
        Assert.True(check.IsAccepted);
        Assert.False(PolicyChecker.Check([Source("measure\n"), Source("bogus\n")], context, LoadMethod.Lines).IsAccepted);
    }

    [Fact]
    public void Every_line_of_ten_megabytes_of_garbage_is_refused_with_its_place()
    {
        var garbage = new byte[10 << 20];
        new Random(7).NextBytes(garbage);
        var check = PolicyChecker.Check([new PolicySource("garbage", garbage)], new RuleContext(KnownKernels.Find("6.12-lab")!, LsmContext.None), LoadMethod.Lines);
        Assert.False(check.IsAccepted);
        Assert.All(check.Diagnostics, d => Assert.InRange(d.Diagnostic.Span.End, 0, garbage.Length));
        Assert.True(check.Diagnostics.Length > 10_000);
    }

    private static PolicyCheck Check(string text, LoadMethod method = LoadMethod.Lines) =>
        PolicyChecker.Check([Source(text)], new RuleContext(KnownKernels.Find("6.12-lab")!, LsmContext.None), method);

    private static PolicySource Source(string text) => new("policy", Encoding.UTF8.GetBytes(text));
}
