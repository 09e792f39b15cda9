using CsCheck;
using Imara.Runtime.Accesses;
using Imara.Runtime.Usage;

namespace Imara.Runtime.Tests.Usage;

/// <summary>The sequences are the violation cases recorded on kernel 6.12.117.</summary>
public class FileUsageTests
{
    // r: a measured reader opens; u: an unmeasured one; w: a writer opens; m: a measured mapping; R, W: a reader or writer closes.
    [Theory]
    [InlineData("wrRWrR", "open_writers at 1")] // open_writers
    [InlineData("rwWRrR", "ToMToU at 1")] // tomtou
    [InlineData("rwwWWwWRwrRrRW", "ToMToU at 1, open_writers at 9")] // twice
    [InlineData("wwWW", "")] // rdwr: both ways counts as writing only
    [InlineData("wrRW", "open_writers at 1")] // rdwr
    [InlineData("wumRWR", "open_writers at 2")] // mmapped-writer
    [InlineData("rwWR", "ToMToU at 1")] // ima-template
    [InlineData("uwWR", "")] // dont_measure-reader
    [InlineData("rRwW", "")] // nobody reads any more
    [InlineData("wrRWwrRW", "open_writers at 1, open_writers at 5")] // told once for each time somebody writes
    public void Violations_are_told_where_the_kernel_tells_them(string events, string expected)
    {
        var usage = new FileUsage();
        var found = new List<string>();
        for (var at = 0; at < events.Length; at++)
        {
            switch (Step(usage, events[at]))
            {
                case Violation.ToMToU:
                    found.Add($"ToMToU at {at}");
                    break;
                case Violation.OpenWriters:
                    found.Add($"open_writers at {at}");
                    break;
            }
        }

        Assert.Equal(expected, string.Join(", ", found));
    }

    [Fact]
    public void Closes_of_opens_from_before_the_start_do_not_make_the_counts_negative()
    {
        var usage = new FileUsage();
        usage.ClosedReader();
        usage.ClosedWriter();
        usage.Opened(OpenKind.Reader);
        Assert.Equal((1, 0), (usage.Readers, usage.Writers));
    }

    [Fact]
    public void A_file_is_forgettable_once_it_is_closed_unless_a_violation_could_still_follow()
    {
        var unmeasured = new FileUsage();
        Step(unmeasured, 'u');
        Assert.False(unmeasured.IsForgettable);
        Step(unmeasured, 'R');
        Assert.True(unmeasured.IsForgettable);

        var measured = new FileUsage();
        Step(measured, 'r');
        Step(measured, 'R');
        Assert.False(measured.IsForgettable);
    }

    [Fact]
    public void When_nobody_is_found_the_readers_whose_closes_merged_are_gone()
    {
        var usage = new FileUsage();
        Step(usage, 'r');
        Step(usage, 'r');
        Step(usage, 'R');
        Assert.True(usage.MayBeOvercounted);

        usage.FoundNobody();

        Assert.Equal(0, usage.Readers);
        Assert.Equal(Violation.None, Step(usage, 'w'));
    }

    [Fact]
    public void Writers_are_exact_only_from_the_moment_none_was_found()
    {
        var usage = new FileUsage();
        Assert.False(usage.WritersAreExact);
        usage.FoundNoWriters();
        Step(usage, 'w');
        Assert.True(usage.WritersAreExact);
        Assert.Equal(1, usage.Writers);
    }

    [Fact]
    public void Whatever_happens_the_counts_are_never_negative_and_a_quiet_file_has_no_violation() =>
        Gen.Char["ruwmRW"].Array[0, 40].Sample(events =>
        {
            var usage = new FileUsage();
            foreach (var e in events)
            {
                var readers = usage.Readers;
                var writers = usage.Writers;
                var found = Step(usage, e);
                if (found == Violation.ToMToU && (e != 'w' || readers == 0))
                {
                    return false;
                }

                if (found == Violation.OpenWriters && (e is not ('r' or 'm') || writers == 0))
                {
                    return false;
                }
            }

            return usage.Readers >= 0 && usage.Writers >= 0;
        });

    private static Violation Step(FileUsage usage, char what)
    {
        var write = what == 'w';
        var found = what is 'r' or 'u' or 'w' or 'm' ? usage.Check(write, what is 'r' or 'm', usage.Writers > 0) : Violation.None;
        switch (what)
        {
            case 'r' or 'u':
                usage.Opened(OpenKind.Reader);
                break;
            case 'w':
                usage.Opened(OpenKind.Writer);
                break;
            case 'R':
                usage.ClosedReader();
                break;
            case 'W':
                usage.ClosedWriter();
                break;
        }

        return found;
    }
}
