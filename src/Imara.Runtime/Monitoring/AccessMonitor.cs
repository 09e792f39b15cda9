using Imara.Appraisal.Files;
using System.Text;
using Imara.Linux.Fanotify;
using Imara.Linux.Files;
using Imara.Linux.Processes;
using Imara.Runtime.Accesses;

namespace Imara.Runtime.Monitoring;

/// <summary>Watches file systems: every open waits for the judge's answer, given by one thread.</summary>
/// <remarks>
/// docs/reference/runtime-notes.md, Never deadlock. A program under the just-in-time compiler must not watch the file system it was started from.
/// Whatever happens, openers are answered: a failure allows, and when the group is closed the kernel allows what is left.
/// </remarks>
internal sealed class AccessMonitor : IDisposable
{
    private const ulong WantedDescriptors = 65536;

    // Each is a descriptor of ours while it waits.
    private const int EventsAtOnce = 16;

    private const FanotifyMask Closes = FanotifyMask.CloseWrite | FanotifyMask.CloseNoWrite;

    private const FanotifyInit Flags = FanotifyInit.Content | FanotifyInit.CloseOnExec | FanotifyInit.UnlimitedQueue
        | FanotifyInit.UnlimitedMarks | FanotifyInit.ReportThreadId;

    private readonly FanotifyGroup group;
    private readonly Wakeup wakeup;
    private readonly FileDigester digester = new();
    private readonly EventHandling handling;
    private readonly Thread thread;
    private readonly FanotifyMark kind;
    private bool stopped;

    private AccessMonitor(FanotifyGroup group, Wakeup wakeup, IAccessJudge judge, MonitorOptions options, MonitorCounters counters)
    {
        Counters = counters;
        this.group = group;
        this.wakeup = wakeup;
        kind = options.MountsOnly ? FanotifyMark.Mount : FanotifyMark.FileSystem;
        var access = new LiveAccess(new FileSystemTable(), digester, Counters) { CredsAfterSetUid = options.CredsAfterSetUid };
        handling = new EventHandling(judge, access, Counters, options);
        thread = new Thread(Answer) { IsBackground = true, Name = "accesses" };
    }

    /// <summary>What happened; to be read after <see cref="Stop"/>.</summary>
    internal MonitorCounters Counters { get; }

    /// <summary>Starts watching; when it returns, every open on the marked file systems is judged.</summary>
    /// <param name="options">What to watch.</param>
    /// <param name="judge">Who decides.</param>
    /// <param name="counters">Where to count.</param>
    /// <param name="monitor">The monitor, if the result is <see cref="Errno.None"/>.</param>
    /// <param name="subject">What failed: a path, or the name of a call.</param>
    internal static Errno Start(MonitorOptions options, IAccessJudge judge, MonitorCounters counters, out AccessMonitor? monitor, out string subject)
    {
        monitor = null;
        subject = "fanotify";
        _ = DescriptorLimit.Raise(WantedDescriptors);
        var error = FanotifyGroup.Create(Flags, out var group);
        if (error != Errno.None)
        {
            return error;
        }

        error = Wakeup.Create(out var wakeup);
        if (error != Errno.None)
        {
            group!.Dispose();
            return error;
        }

        var made = new AccessMonitor(group!, wakeup!, judge, options, counters);
        made.thread.Start();
        error = Rehearsal.Run(group!, made.digester, options.Algos);
        if (error == Errno.None)
        {
            error = made.Mark(options, judge.NeedsOpens, out subject);
        }

        if (error != Errno.None)
        {
            made.Stop();
            made.Dispose();
            return error;
        }

        monitor = made;
        return Errno.None;
    }

    /// <summary>Stops watching: no new events, and everything that waits is answered before this returns.</summary>
    internal void Stop()
    {
        if (stopped)
        {
            return;
        }

        stopped = true;
        _ = group.Mark(FanotifyMark.Flush | kind, FanotifyMask.None, "/"u8);
        wakeup.Signal();
        thread.Join();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop();
        group.Dispose();
        wakeup.Dispose();
        digester.Dispose();
    }

    private Errno Mark(MonitorOptions options, bool needsOpens, out string subject)
    {
        var mask = FanotifyMask.OpenExecPermission | Closes | (needsOpens ? FanotifyMask.OpenPermission : FanotifyMask.None);
        subject = string.Empty;
        foreach (var path in options.Marks)
        {
            subject = path;
            var error = group.Mark(FanotifyMark.Add | kind, mask, Encoding.UTF8.GetBytes(path));
            if (error != Errno.None)
            {
                return error;
            }
        }

        return Errno.None;
    }

    private void Answer()
    {
        Span<byte> buffer = stackalloc byte[EventsAtOnce * FanotifyEventReader.EventSize];
        while (group.WaitForEvents(wakeup))
        {
            var error = group.Read(buffer, out var length);
            if (error != Errno.None)
            {
                Counters.Failed($"cannot read an event: {error}");
                continue;
            }

            var reader = new FanotifyEventReader(buffer[..length]);
            FormatError malformed;
            while (reader.TryRead(out var happened, out malformed))
            {
                Answer(happened);
            }

            if (!reader.AtEnd)
            {
                Counters.Failed($"cannot understand an event: {malformed}");
            }
        }
    }

    private void Answer(in FanotifyEvent happened)
    {
        Counters.Events++;
        if (happened.Descriptor < 0)
        {
            Counters.Failed($"an event without a file: {happened.Mask}");
            return;
        }

        var verdict = AccessVerdict.Allow;
        try
        {
            verdict = handling.Handle(happened);
        }
#pragma warning disable CA1031 // an opener waits: whatever went wrong, it has to be answered
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Counters.Failed(failure.Message);
        }

        if (happened.NeedsResponse)
        {
            _ = group.Respond(happened.Descriptor, verdict == AccessVerdict.Deny ? FanotifyResponse.Deny : FanotifyResponse.Allow);
        }

        Descriptor.Close(happened.Descriptor);
    }
}
