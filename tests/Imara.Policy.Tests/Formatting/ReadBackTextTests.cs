using System.Text;
using CsCheck;
using Imara.Policy.Checking;
using Imara.Policy.Formatting;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;
using Imara.Policy.Tests.Conformance;

namespace Imara.Policy.Tests.Formatting;

public class ReadBackTextTests
{
    private static readonly RuleContext Lab = ReadBackText.ContextFor(new RuleContext(KnownKernels.Find("6.12-lab")!, LsmContext.None));

    [Theory]
    [InlineData("measure uid=-2 fowner>-2147483648 \n", "measure uid=4294967294 fowner>2147483648 \n", ReadBackLoss.SignedId)]
    [InlineData("measure template= \n", "measure template=(custom) \n", ReadBackLoss.CustomTemplate)]
    [InlineData("appraise appraise_type=sigv3 digest_type=verity permit_directio \n", "appraise digest_type=verity appraise_type=sigv3 permit_directio \n", ReadBackLoss.VerityOrder)]
    [InlineData("measure uid=0 \nmeasure uid=-3", "measure uid=0 \nmeasure uid=4294967293 \n", ReadBackLoss.SignedId)]
    [InlineData("measure uid=-1 \n# uid=-2\nmeasure  uid=7\n", "measure uid=-1 \n# uid=-2\nmeasure  uid=7\n", ReadBackLoss.None)]
    public void What_the_kernel_prints_but_does_not_take_is_understood(string text, string expected, ReadBackLoss losses)
    {
        var repaired = ReadBackText.Repair(new ByteString(text).Memory, Lab, out var found);
        Assert.Equal((expected, losses), (Encoding.UTF8.GetString(repaired.Span), found));
    }

    [Fact]
    public void A_name_cut_at_63_bytes_is_completed_where_only_one_fits()
    {
        var name = new string('n', 63);
        var cut = Rule($"measure fsname={name}");
        Assert.Equal(new ByteString(name + "x"), ReadBackText.Complete(cut, [Rule($"measure fsname={name}x"), Rule("measure")]).FsName);
        Assert.Equal(new ByteString(name), ReadBackText.Complete(cut, [Rule($"measure fsname={name}x"), Rule($"measure fsname={name}y")]).FsName);
    }

    [Fact]
    public void What_is_read_back_is_the_rule_that_was_written() => PolicyTexts.Any.Sample(text =>
    {
        var rules = PolicyChecker.Check([new PolicySource("text", text)], Lab, LoadMethod.Lines).Rules.ToList();
        if (rules.Count > 0)
        {
            AssertSame(rules, Lab);
        }
    });

    [Theory]
    [InlineData("6.12-lab")]
    [InlineData("7.3-debian")]
    public void Every_rule_a_kernel_took_is_understood_from_its_read_back(string kernel)
    {
        var context = ReadBackText.ContextFor(new RuleContext(KnownKernels.Find(kernel)!, LsmContext.None));
        var rules = RuleCase.All.Where(item => item.IsSingleWholeLine && !item.Writes[0].Contains((byte)0)).Select(item => RuleParser.Parse(item.Writes[0].AsSpan(..^1), context).Rule).OfType<PolicyRule>().ToList();
        Assert.True(rules.Count > 1000);

        // One by one: two long names that begin alike are printed alike.
        rules.ForEach(rule => AssertSame([rule], context));
    }

    private static void AssertSame(List<PolicyRule> rules, RuleContext context)
    {
        var printed = rules.SelectMany(rule => (byte[])[.. CanonicalRule.Write(rule, context.Kernel)!.Value.Span, (byte)'\n']).ToArray();
        var repaired = ReadBackText.Repair(printed, context, out _);
        var again = PolicyChecker.Check([new PolicySource("read back", repaired)], context, LoadMethod.Path).Rules;
        Assert.True(rules.SequenceEqual(again.Select(rule => ReadBackText.Complete(rule, rules))), ByteString.Display(printed));
    }

    private static PolicyRule Rule(string line) => RuleParser.Parse(new ByteString(line).Span, Lab).Rule!;
}
