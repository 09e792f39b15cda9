using Imara.Runtime.Descent;

namespace Imara.Runtime.Tests.Descent;

public class ProcessDescentTests
{
    private const int Ours = 100;
    private readonly Dictionary<int, int> parents = new() { [1] = 0, [Ours] = 1, [101] = Ours, [102] = 101, [200] = 1, [201] = 200 };
    private int asked;
    private Action? meanwhile;

    [Theory]
    [InlineData(101, true)]
    [InlineData(102, true)]
    [InlineData(200, false)]
    [InlineData(201, false)]
    [InlineData(1, false)]
    public void Who_has_us_among_its_parents_is_below(int thread, bool isBelow) => Assert.Equal(isBelow, IsBelow(thread));

    [Fact]
    public void Who_is_gone_counts_as_below() => Assert.True(IsBelow(999));

    [Fact]
    public void A_parent_that_ends_meanwhile_is_asked_for_again()
    {
        // When 101 is asked for its parent it has ended, and 102 is our own child.
        meanwhile = () =>
        {
            parents.Remove(101);
            parents[102] = Ours;
        };
        Assert.True(IsBelow(102));
    }

    [Fact]
    public void A_number_that_was_given_to_somebody_else_meanwhile_leads_nobody_astray()
    {
        meanwhile = () =>
        {
            parents[101] = 200;
            parents[102] = Ours;
        };
        Assert.True(IsBelow(102));
    }

    [Fact]
    public void Ways_that_never_end_are_no_reason_to_leave_somebody_out()
    {
        parents[300] = 301;
        parents[301] = 300;
        Assert.True(IsBelow(300));
    }

    [Fact]
    public void A_real_process_has_real_parents()
    {
        Assert.False(new ProcessDescent(Environment.ProcessId).IsBelow(1));
        Assert.False(new ProcessDescent(Environment.ProcessId).IsBelow(Environment.ProcessId));
        using var child = System.Diagnostics.Process.Start("sleep", "60");
        Assert.True(new ProcessDescent(Environment.ProcessId).IsBelow(child.Id));
        child.Kill();
    }

    private bool IsBelow(int thread) => new ProcessDescent(Ours, Ask).IsBelow(thread);

    private Errno Ask(int thread, out int parent)
    {
        if (++asked == 2)
        {
            meanwhile?.Invoke();
        }

        return parents.TryGetValue(thread, out parent) ? Errno.None : Errno.ENOENT;
    }
}
