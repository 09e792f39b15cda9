using Imara.Engine.Events;
using Imara.Runtime.Failures;
using Imara.Runtime.Monitoring;

namespace Imara.Runtime.Tests.Monitoring;

public class MonitorCountersTests
{
    private readonly MonitorCounters counters = new();

    [Fact]
    public void Where_everything_was_looked_at_nothing_failed()
    {
        counters.Denied++;
        counters.GoneOpeners++;
        counters.UnknownOpens++;
        counters.AuditDropped++;
        Assert.Equal((0L, null, null), (counters.Failures, counters.FirstFailure, counters.Ended));
    }

    [Fact]
    public void Every_kind_of_failure_makes_a_run_incomplete_and_is_counted_by_itself()
    {
        foreach (var kind in Enum.GetValues<FailureKind>())
        {
            counters.Failed(kind, $"{kind}");
            counters.Failed(kind, $"{kind} again");
            Assert.Equal(2, counters.Of(kind));
            Assert.Equal(2 * ((int)kind + 1), counters.Failures);
        }
    }

    [Fact]
    public void The_first_failure_is_kept_and_why_the_watching_ended_stands_by_itself()
    {
        counters.Failed(FailureKind.Ended, "nobody answered");
        Assert.Equal((1L, null, "nobody answered"), (counters.Failures, counters.FirstFailure, counters.Ended));
        counters.Failed(FailureKind.TooLarge, "first");
        counters.Failed(FailureKind.EventLost, "second");
        Assert.Equal((3L, "first", "nobody answered"), (counters.Failures, counters.FirstFailure, counters.Ended));
    }

    [Fact]
    public void What_the_engine_found_is_added_up_and_only_so_many_records_are_kept()
    {
        const int Kept = 65536;
        var log = new RuntimeLog(counters);
        var record = new AuditRecord(1800, "appraise_data", "missing-hash", new ByteString("/f"), 0);
        log.Add(new AccessResult { Violations = 2, Audit = [record] });
        log.Add(new AccessResult { Violations = 1, Audit = [.. Enumerable.Repeat(record, Kept)] });
        Assert.Equal((3L, 0L, Kept, 1L), (counters.Violations, counters.Entries, log.Audit.Count, counters.AuditDropped));
        Assert.Equal(0, counters.Failures);
    }

    [Fact]
    public void A_label_that_could_not_be_written_is_a_failure()
    {
        new RuntimeLog(counters).NotWritten("cannot write security.ima");
        Assert.Equal((1L, 1L, "cannot write security.ima"), (counters.Of(FailureKind.NotWritten), counters.Failures, counters.FirstFailure));
    }
}
