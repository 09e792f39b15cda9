using System.Collections.Immutable;
using System.Text;
using CsCheck;
using Imara.Boot.InForce;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;

namespace Imara.Boot.Tests.InForce;

public class PolicyReadBackTests
{
    private static readonly RuleContext Kernel = new(KnownKernels.Find("6.12-lab")!, LsmContext.None);

    [Fact]
    public void A_policy_reads_back_as_itself_whatever_its_comments()
    {
        var compared = Compare("# ours\nmeasure func=BPRM_CHECK\nappraise fowner=0\n", "measure func=BPRM_CHECK \nappraise fowner=0 \n");
        Assert.True(compared.Lines.IsSame);
        Assert.True(compared.Meaning!.IsSame);
    }

    [Fact]
    public void What_is_missing_and_what_was_added_is_told_line_by_line_and_by_meaning()
    {
        var compared = Compare("measure func=BPRM_CHECK\nappraise fowner=0\n", "appraise func=MODULE_CHECK appraise_type=imasig \nmeasure func=BPRM_CHECK \n");
        Assert.Equal("appraise fowner=0 ", Assert.Single(compared.Lines.OnlyIntended).Line.ToString());
        Assert.Equal("appraise func=MODULE_CHECK appraise_type=imasig ", Assert.Single(compared.Lines.OnlyLive).Line.ToString());
        Assert.False(compared.Meaning!.IsSame);
    }

    [Fact]
    public void Other_lines_may_mean_the_same()
    {
        var compared = Compare("measure uid=0\n", "measure uid<1 \n");
        Assert.False(compared.Lines.IsSame);
        Assert.True(compared.Meaning!.IsSame);
    }

    [Fact]
    public void A_policy_that_is_refused_has_no_meaning_to_compare() => Assert.Null(Compare("mesure\n", "measure \n").Meaning);

    [Fact]
    public void The_difference_makes_one_text_of_the_other() => Gen.Select(Lines, Lines).Sample((a, b) =>
    {
        var difference = LineDifference.Of(a, b);
        var left = a.Where((_, index) => difference.OnlyIntended.All(only => only.Index != index));
        var right = b.Where((_, index) => difference.OnlyLive.All(only => only.Index != index));
        Assert.Equal(left, right);
        Assert.Equal(a.SequenceEqual(b), difference.IsSame);
        Assert.All(difference.OnlyIntended, only => Assert.Equal(a[only.Index], only.Line));
        Assert.All(difference.OnlyLive, only => Assert.Equal(b[only.Index], only.Line));

        // And no smaller one does.
        Assert.Equal(a.Length + b.Length - (2 * CommonLength(a, b)), difference.OnlyIntended.Length + difference.OnlyLive.Length);
    });

    [Fact]
    public void Texts_that_are_too_long_to_compare_line_by_line_are_told_whole_between_what_they_share()
    {
        ImmutableArray<ByteString> a = [new("first"), .. Enumerable.Range(0, 4100).Select(i => new ByteString($"a{i}")), new("same"), .. Enumerable.Range(0, 100).Select(i => new ByteString($"x{i}")), new("last")];
        ImmutableArray<ByteString> b = [new("first"), .. Enumerable.Range(0, 4100).Select(i => new ByteString($"b{i}")), new("same"), .. Enumerable.Range(0, 100).Select(i => new ByteString($"y{i}")), new("last")];
        var difference = LineDifference.Of(a, b);
        Assert.Equal((4201, 4201), (difference.OnlyIntended.Length, difference.OnlyLive.Length));
        Assert.DoesNotContain(difference.OnlyIntended, only => only.Line.ToString() is "first" or "last");
        Assert.False(difference.IsSame);
        Assert.Equal((2, 2), (LineDifference.Of(a[..50], b[..50]).OnlyIntended[1].Index, LineDifference.Of(a[..50], b[..50]).OnlyLive[1].Index));
    }

    private static int CommonLength(ImmutableArray<ByteString> a, ImmutableArray<ByteString> b) =>
        a.IsEmpty || b.IsEmpty ? 0
        : a[0] == b[0] ? 1 + CommonLength(a[1..], b[1..])
        : Math.Max(CommonLength(a[1..], b), CommonLength(a, b[1..]));

    private static readonly Gen<ImmutableArray<ByteString>> Lines =
        Gen.OneOf("a", "b", "c").Select(text => new ByteString(text)).Array[0, 8].Select(lines => lines.ToImmutableArray());

    private static PolicyReadBack Compare(string file, string live) => PolicyReadBack.Compare("file", Encoding.UTF8.GetBytes(file), Encoding.UTF8.GetBytes(live), Kernel);
}
