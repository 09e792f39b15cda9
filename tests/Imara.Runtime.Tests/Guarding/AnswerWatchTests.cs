using Imara.Runtime.Guarding;

namespace Imara.Runtime.Tests.Guarding;

public class AnswerWatchTests
{
    private const byte Sleeping = (byte)'S';

    private readonly AnswerWatch watch = new(patience: 5, stoppedPatience: 2);

    [Fact]
    public void Nobody_waits_and_nothing_happens() => Assert.All(Look(100, isWaiting: false), reason => Assert.Equal(GuardReason.None, reason));

    [Fact]
    public void Answers_that_come_are_enough_however_many_wait()
    {
        for (var answers = 0; answers < 100; answers++)
        {
            Assert.Equal(GuardReason.None, watch.Observe(isWaiting: true, answers, Sleeping));
        }
    }

    [Fact]
    public void Without_an_answer_the_patience_ends()
    {
        // The first look only learns how many answers there are.
        Assert.Equal([GuardReason.None, GuardReason.None, GuardReason.None, GuardReason.None, GuardReason.None, GuardReason.Unanswered], Look(6));
    }

    [Fact]
    public void An_answer_begins_it_anew()
    {
        Assert.Equal(GuardReason.None, Look(5)[^1]);
        Assert.Equal(GuardReason.None, watch.Observe(isWaiting: true, answers: 1, Sleeping));
        Assert.Equal(GuardReason.None, watch.Observe(isWaiting: true, answers: 1, Sleeping));
    }

    [Theory]
    [InlineData('T', (int)GuardReason.Stopped)]
    [InlineData('t', (int)GuardReason.Stopped)]
    [InlineData('Z', (int)GuardReason.Ending)]
    [InlineData('\0', GuardReason.Ending)]
    public void Who_is_stopped_or_ending_gets_less_patience(char state, int reason) =>
        Assert.Equal([GuardReason.None, GuardReason.None, (GuardReason)reason], Look(3, state: (byte)state));

    [Fact]
    public void Who_is_stopped_while_nobody_waits_harms_nobody() => Assert.Equal(GuardReason.None, Look(100, isWaiting: false, (byte)'T')[^1]);

    [Fact]
    public void A_short_stop_is_no_harm()
    {
        Look(2, state: (byte)'T');
        Assert.Equal(GuardReason.None, Look(2)[^1]);
    }

    private GuardReason[] Look(int times, bool isWaiting = true, byte state = Sleeping) =>
        [.. Enumerable.Range(0, times).Select(_ => watch.Observe(isWaiting, answers: 0, state))];
}
