using Imara.Failures;
using Imara.Linux.Fanotify;
using Imara.Linux.Files;
using Imara.Linux.Processes;
using Imara.Runtime.Accesses;
using Imara.Runtime.Failures;
using Imara.Runtime.Guarding;

namespace Imara.Runtime.Monitoring;

/// <summary>What the thread that answers does, from its first event to its end.</summary>
/// <remarks>docs/design/runtime.md.</remarks>
internal sealed class AnswerLoop(EventHandling handling, LiveAccess access, MonitorCounters counters, Watchdog? watchdog)
{
    // Each is a descriptor of ours while it waits.
    private const int EventsAtOnce = 16;

    private const int LookMilliseconds = 250;

    private readonly QueueAge age = new();
    private long highest;
    private long giveUpAt = long.MaxValue;

    /// <summary>What happened.</summary>
    internal MonitorCounters Counters => counters;

    /// <summary>The highest number that an event's descriptor had.</summary>
    internal long HighestNumber => Volatile.Read(ref highest);

    /// <summary>How long one access may take.</summary>
    internal long HashMilliseconds => access.Limit.Milliseconds;

    /// <summary>From now on the thread judges what is left for as long as one access may take, and then only allows.</summary>
    internal void BeginStop() => Volatile.Write(ref giveUpAt, Environment.TickCount64 + HashMilliseconds);

    /// <summary>Answers until it is told to stop, or cannot go on; then nobody waits any more.</summary>
    internal void Run(FanotifyGroup group, Wakeup wakeup)
    {
        var reason = "the thread that answers ended";
        try
        {
            reason = Answer(group, wakeup);
        }
#pragma warning disable CA1031 // openers wait: whatever went wrong, they are let through, and it is told
        catch (Exception failure)
#pragma warning restore CA1031
        {
            reason = ForeignText.OfFault(failure);
        }
        finally
        {
            ReleasedGroup.RemoveMarks(group);
            _ = ReleasedGroup.AllowRead(group, highest);
            ReleasedGroup.AllowUnread(group);
            if (reason is not null)
            {
                counters.Failed(FailureKind.Ended, reason);
                if (watchdog is not null)
                {
                    watchdog.Page.Released = GuardReason.GivenUp;
                }

                // An open that was under way when the marks went away may still ask.
                while (Volatile.Read(ref giveUpAt) == long.MaxValue)
                {
                    _ = group.WaitForEvents(wakeup, LookMilliseconds);
                    ReleasedGroup.AllowUnread(group);
                }
            }
        }
    }

    private string? Answer(FanotifyGroup group, Wakeup wakeup)
    {
        Span<byte> buffer = stackalloc byte[EventsAtOnce * FanotifyEventReader.EventSize];
        while (true)
        {
            var wait = group.WaitForEvents(wakeup, watchdog is null ? -1 : LookMilliseconds);
            if (wait == FanotifyWait.Failed)
            {
                return "the kernel has no more events for it";
            }

            if (watchdog is not null && WhyNoMore(watchdog) is { } reason)
            {
                return reason;
            }

            if (wait == FanotifyWait.Woken)
            {
                return null;
            }

            if (wait == FanotifyWait.Event)
            {
                Begin();
                Take(group, buffer);
                End();
            }
        }
    }

    private static string? WhyNoMore(Watchdog watchdog) => watchdog.Page.Released switch
    {
        GuardReason.None => watchdog.IsAlive() ? null : "its watchdog was killed or stopped",
        GuardReason.Stopped => "it was stopped by a signal while somebody waited for an answer",
        _ => $"somebody waited for an answer for {watchdog.Page.Deadline / 1000.0:0.#} seconds",
    };

    // An event is counted before it leaves the queue: whoever looks from outside sees it in one place or the other.
    private void Begin()
    {
        if (watchdog is not null)
        {
            watchdog.Page.Begun++;
        }
    }

    private void End()
    {
        if (watchdog is not null)
        {
            watchdog.Page.Finished = watchdog.Page.Begun;
        }
    }

    private void Take(FanotifyGroup group, Span<byte> buffer)
    {
        if (age.WantsLook(counters.Events))
        {
            age.Looked(Environment.TickCount64, counters.Events, group.Waiting);
        }

        var error = group.Read(buffer, out var length);
        if (error != Errno.None)
        {
            counters.Events++;
            counters.Failed(FailureKind.EventLost, error == Errno.EAGAIN
                ? "the kernel refused an open: another process has a lease on the file"
                : $"the kernel refused an open: it could not open the file for its event: {error}");
            return;
        }

        var reader = new FanotifyEventReader(buffer[..length]);
        FormatError malformed;
        while (reader.TryRead(out var happened, out malformed))
        {
            Answer(group, happened);
        }

        if (!reader.AtEnd)
        {
            counters.Failed(FailureKind.EventLost, $"cannot understand an event: {malformed}");
        }
    }

    private void Answer(FanotifyGroup group, in FanotifyEvent happened)
    {
        counters.Events++;
        if (happened.Descriptor < 0)
        {
            counters.Failed(FailureKind.EventLost, $"an event without a file: {happened.Mask}");
            return;
        }

        if (happened.Descriptor > highest)
        {
            Volatile.Write(ref highest, happened.Descriptor);
            if (watchdog is not null)
            {
                watchdog.Page.Highest = highest;
            }
        }

        var verdict = Judge(happened);

        // Closed first: to an IMA of the kernel our descriptor is a reader of the file, and the opener that goes on may be its writer. The number is what the
        // kernel knows the event by, and no other event can have it before this one is answered: this thread is the only one that reads.
        Descriptor.Close(happened.Descriptor);
        if (happened.NeedsResponse)
        {
            _ = group.Respond(happened.Descriptor, verdict == AccessVerdict.Deny ? FanotifyResponse.Deny : FanotifyResponse.Allow);
        }

        if (watchdog is not null)
        {
            watchdog.Page.Answered++;
        }
    }

    private AccessVerdict Judge(in FanotifyEvent happened)
    {
        var now = Environment.TickCount64;
        if (now > Volatile.Read(ref giveUpAt))
        {
            counters.Failed(FailureKind.TooBusy, "the command ended, and too many accesses of others were left");
            return AccessVerdict.Allow;
        }

        try
        {
            access.Waited = age.Of(counters.Events, now);
            return handling.Handle(happened);
        }
#pragma warning disable CA1031 // an opener waits: whatever went wrong, it has to be answered
        catch (Exception failure)
#pragma warning restore CA1031
        {
            counters.Failed(FailureKind.Internal, ForeignText.OfFault(failure));
            return AccessVerdict.Allow;
        }
    }
}
