using Imara.Engine.Files;
using Imara.Runtime.Executions;

namespace Imara.Runtime.Tests.Executions;

public class ExecTrackerTests
{
    private static readonly InodeKey Program = new(1, 10);
    private static readonly InodeKey Loader = new(1, 11);

    private readonly ExecTracker tracker = new();

    [Fact]
    public void The_open_that_follows_an_exec_open_of_the_same_file_is_its_pair_once()
    {
        tracker.Opening(7, Program, default);
        Assert.True(tracker.TakePair(7, Program));
        Assert.False(tracker.TakePair(7, Program));
    }

    [Fact]
    public void Another_thread_or_another_file_is_no_pair()
    {
        tracker.Opening(7, Program, default);
        Assert.False(tracker.TakePair(8, Program));
        Assert.False(tracker.TakePair(7, Loader));
        Assert.False(tracker.TakePair(7, Program));
    }

    [Fact]
    public void A_program_with_an_interpreter_makes_the_thread_expect_it_until_it_came()
    {
        tracker.Opening(7, Program, "/lib/ld.so"u8);
        Assert.True(tracker.TakePair(7, Program));
        Assert.Equal("/lib/ld.so"u8, tracker.ExpectedInterpreter(7));
        Assert.True(tracker.ExpectedInterpreter(8).IsEmpty);

        tracker.Opening(7, Loader, default);
        Assert.True(tracker.ExpectedInterpreter(7).IsEmpty);
        Assert.True(tracker.TakePair(7, Loader));
    }

    [Fact]
    public void An_open_of_its_own_shows_that_the_execution_is_over()
    {
        tracker.Opening(7, Program, "/lib/ld.so"u8);
        Assert.True(tracker.TakePair(7, Program));
        Assert.False(tracker.TakePair(7, Loader));
        Assert.True(tracker.ExpectedInterpreter(7).IsEmpty);
    }

    [Fact]
    public void A_refused_execution_leaves_nothing_to_expect()
    {
        tracker.Opening(7, Program, "/lib/ld.so"u8);
        tracker.Forget(7);
        Assert.True(tracker.ExpectedInterpreter(7).IsEmpty);
        Assert.False(tracker.TakePair(7, Program));
    }
}
