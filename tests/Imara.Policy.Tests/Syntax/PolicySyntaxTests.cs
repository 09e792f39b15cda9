using CsCheck;
using Imara.Policy.Formatting;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;
using Imara.Policy.Syntax;
using Imara.Policy.Tests.Conformance;

namespace Imara.Policy.Tests.Syntax;

public class PolicySyntaxTests
{
    [Fact]
    public void The_lines_of_any_bytes_join_to_the_same_bytes() => Gen.Byte.Array[0, 400].Sample(bytes =>
    {
        var text = bytes.Select(b => b < 40 ? (byte)'\n' : b).ToArray();
        var syntax = PolicySyntax.Parse(text);
        Assert.Equal(text, syntax.Lines.SelectMany(line => line.FullSpan.Of(text).ToArray()));
        Assert.Equal(Enumerable.Range(1, syntax.Lines.Length), syntax.Lines.Select(line => line.Number));
        Assert.All(syntax.Lines, line => Assert.Equal(line, syntax.LineAt(line.Span.Start)));
    });

    [Fact]
    public void The_tokens_of_a_line_cover_all_that_is_no_blank() => Gen.Byte.Array[0, 100].Sample(line =>
    {
        var covered = new bool[line.Length];
        var reader = new TokenReader(line);
        while (reader.TryRead(out var token))
        {
            for (var i = token.Span.Start; i < token.Span.End; i++)
            {
                covered[i] = true;
            }
        }

        Assert.Equal(line.Select(b => !TokenReader.IsBlank(b)), covered);
    });

    [Fact]
    public void A_rule_that_reads_back_and_loads_again_reads_back_the_same()
    {
        var context = new RuleContext(KnownKernels.Find("7.3-debian")!, LsmContext.None);
        var count = 0;
        foreach (var item in RuleCase.All.Where(c => c.IsSingleWholeLine))
        {
            if (RuleParser.Parse(item.Writes[0].AsSpan(0, item.Writes[0].Length - 1), context).Rule is { } rule
                && CanonicalRule.Write(rule, context.Kernel) is { } line && RuleParser.Parse(line.Span, context).Rule is { } again)
            {
                count++;
                Assert.Equal(line, CanonicalRule.Write(again, context.Kernel));
            }
        }

        Assert.True(count > 1000);
    }
}
