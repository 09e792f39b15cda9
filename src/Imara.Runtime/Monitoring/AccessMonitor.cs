using Imara.Appraisal.Files;
using Imara.Linux.Fanotify;
using Imara.Linux.Processes;
using Imara.Runtime.Accesses;
using Imara.Runtime.Failures;
using Imara.Runtime.Guarding;

namespace Imara.Runtime.Monitoring;

/// <summary>Watches file systems: every open waits for the judge's answer, given by one thread.</summary>
/// <remarks>
/// docs/design/runtime.md. A program under the just-in-time compiler must not watch the file system it was started from.
/// Whatever happens, openers are answered: a failure allows, and when the thread ends, everything that waits is allowed and nothing is watched any more.
/// </remarks>
internal sealed class AccessMonitor : IDisposable
{
    /// <summary>How long <see cref="Stop"/> waits for the thread.</summary>
    internal const int StopMilliseconds = 15_000;

    private const ulong WantedDescriptors = 65536;

    // Each is a descriptor of ours while it waits.
    private const int EventsAtOnce = 16;

    // For what is opened while an event is looked at, and by the other threads.
    private const int OtherDescriptors = 32;

    private const FanotifyMask Closes = FanotifyMask.CloseWrite | FanotifyMask.CloseNoWrite;

    private const FanotifyInit Flags = FanotifyInit.Content | FanotifyInit.CloseOnExec | FanotifyInit.NonBlocking | FanotifyInit.UnlimitedQueue
        | FanotifyInit.UnlimitedMarks | FanotifyInit.ReportThreadId;

    private readonly FanotifyGroup group;
    private readonly Watchdog? watchdog;
    private readonly Wakeup wakeup;
    private readonly FileDigester digester;
    private readonly Thread thread;
    private readonly AnswerLoop loop;
    private bool? isWhole;

    private AccessMonitor(FanotifyGroup group, Watchdog? watchdog, Wakeup wakeup, FileDigester digester, AnswerLoop loop)
    {
        this.group = group;
        this.watchdog = watchdog;
        this.wakeup = wakeup;
        this.digester = digester;
        this.loop = loop;
        thread = new Thread(() => loop.Run(group, wakeup)) { IsBackground = true, Name = "accesses" };
    }

    /// <summary>What happened; to be read after <see cref="Stop"/>.</summary>
    internal MonitorCounters Counters => loop.Counters;

    /// <summary>True when <see cref="Stop"/> found the thread ended: only then does nobody change what it counted and what the judge knows.</summary>
    internal bool IsWhole => isWhole == true;

    /// <summary>Starts watching; when it returns, every open on the marked file systems is judged.</summary>
    /// <param name="options">What to watch.</param>
    /// <param name="judge">Who decides.</param>
    /// <param name="counters">Where to count.</param>
    /// <param name="monitor">The monitor, if the result is <see cref="Errno.None"/>.</param>
    /// <param name="subject">What failed: a path, or the name of a facility.</param>
    internal static Errno Start(MonitorOptions options, IAccessJudge judge, MonitorCounters counters, out AccessMonitor? monitor, out string subject)
    {
        monitor = null;
        subject = "the limit of open files";
        IgnoredSignals.Ignore();
        _ = DescriptorLimit.Raise(WantedDescriptors);
        if (!DescriptorLimit.HasRoom(EventsAtOnce + OtherDescriptors))
        {
            return Errno.EMFILE;
        }

        subject = "fanotify";
        var error = FanotifyGroup.Create(Flags, out var group);
        if (error != Errno.None)
        {
            return error;
        }

        error = Wakeup.Create(out var wakeup);
        Watchdog? guard = null;
        if (error == Errno.None && options.WatchdogProgram is { } program)
        {
            subject = "the watchdog";
            error = Watchdog.Start(group!, program, options.Deadline, out guard);
        }

        if (error != Errno.None)
        {
            wakeup?.Dispose();
            group!.Dispose();
            return error;
        }

        var hashing = new FileDigester();
        var access = new LiveAccess(new FileSystemTable(), hashing, counters) { Limit = options.Limit };
        var answering = new AnswerLoop(new EventHandling(judge, access, counters, options), access, counters, guard);
        var made = new AccessMonitor(group!, guard, wakeup!, hashing, answering);
        SignalMask.StartBlocked(made.thread);
        subject = "fanotify";
        error = Rehearsal.Run(group!, hashing, options.Algos);
        if (error == Errno.None)
        {
            error = made.Mark(options, judge.NeedsOpens, out subject);
        }

        if (error != Errno.None)
        {
            made.Dispose();
            return error;
        }

        monitor = made;
        return Errno.None;
    }

    /// <summary>Stops watching: no new events, and everything that waits is answered before this returns. It never waits without a limit; see <see cref="IsWhole"/>.</summary>
    internal void Stop()
    {
        if (isWhole is not null)
        {
            return;
        }

        loop.BeginStop();
        ReleasedGroup.RemoveMarks(group);
        wakeup.Signal();
        isWhole = thread.Join(StopMilliseconds + (int)Math.Min(loop.HashMilliseconds, int.MaxValue / 2));
        if (IsWhole)
        {
            group.Dispose();
            watchdog?.Dispose();
            return;
        }

        // The thread waits for something that does not come, and holds the group as long: the watchdog stays, and lets through what may still ask.
        if (watchdog is not null)
        {
            watchdog.Page.Released = GuardReason.GivenUp;
        }

        _ = ReleasedGroup.AllowRead(group, loop.HighestNumber);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop();
        if (IsWhole)
        {
            wakeup.Dispose();
            digester.Dispose();
        }
    }

    private Errno Mark(MonitorOptions options, bool needsOpens, out string subject)
    {
        var mask = FanotifyMask.OpenExecPermission | Closes | (needsOpens ? FanotifyMask.OpenPermission : FanotifyMask.None);
        var kind = options.MountsOnly ? FanotifyMark.Mount : FanotifyMark.FileSystem;
        subject = string.Empty;
        foreach (var path in options.Marks)
        {
            subject = path.ToString();
            var error = group.Mark(FanotifyMark.Add | kind, mask, path.Span);
            if (error != Errno.None)
            {
                return error;
            }
        }

        return Errno.None;
    }
}
