using Imara.Answers;

namespace Imara.Tests.Answers;

public class CensusTests
{
    [Theory]
    [InlineData("", false, Answer.CouldNotTell)]
    [InlineData("", true, Answer.Yes)]
    [InlineData("g", false, Answer.Yes)]
    [InlineData("g", true, Answer.Yes)]
    [InlineData("gb", false, Answer.No)]
    [InlineData("b", true, Answer.No)]
    [InlineData("gbn", false, Answer.CouldNotTell)]
    [InlineData("nb", true, Answer.CouldNotTell)]
    [InlineData("gn", false, Answer.CouldNotTell)]
    [InlineData("l", false, Answer.CouldNotTell)]
    [InlineData("ll", true, Answer.Yes)]
    [InlineData("gl", false, Answer.Yes)]
    [InlineData("bl", false, Answer.No)]
    [InlineData("nl", true, Answer.CouldNotTell)]
    [InlineData("gc", true, Answer.CouldNotTell)]
    [InlineData("bc", false, Answer.CouldNotTell)]
    public void The_worst_counts_and_nothing_is_no_answer(string looks, bool allowsEmpty, Answer expected)
    {
        var census = new Census();
        foreach (var look in looks)
        {
            switch (look)
            {
                case 'g':
                    census.Add(Look.Good);
                    break;
                case 'b':
                    census.Add(Look.Bad);
                    break;
                case 'n':
                    census.Add(Look.NotLookedAt);
                    break;
                case 'c':
                    census.CutShort();
                    break;
                default:
                    census.LeaveOut("not-appraised");
                    break;
            }
        }

        Assert.Equal(expected, census.Answer(allowsEmpty));
    }

    [Fact]
    public void What_is_left_out_is_counted_by_its_reason()
    {
        var census = new Census();
        census.LeaveOut("not-appraised", 2);
        census.LeaveOut("other-filesystem");
        census.LeaveOut("not-appraised");
        census.LeaveOut("never", 0);
        Assert.True(census.IsEmpty);
        Assert.Equal([new("not-appraised", 3), new("other-filesystem", 1)], census.Reasons);
        census.Add(Look.Good, 5);
        Assert.Equal((9, 5, 4, false), (census.All, census.Selected, census.Of(Look.LeftOut), census.IsEmpty));
    }
}
