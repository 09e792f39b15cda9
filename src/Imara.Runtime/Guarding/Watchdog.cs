using Imara.Linux.Fanotify;
using Imara.Linux.Processes;

namespace Imara.Runtime.Guarding;

/// <summary>The other process that lets everything through when the thread that answers does not: started before anything is marked.</summary>
/// <remarks>docs/design/runtime.md, The watchdog. A thread would stop with its process, and one in a wait of the kernel outlives even SIGKILL.</remarks>
internal sealed class Watchdog : IDisposable
{
    /// <summary>First argument of the program that is the watchdog.</summary>
    internal const string Argument = "--watchdog-of-run";

    private const int StartMilliseconds = 20_000;
    private const int EndMilliseconds = 2_000;
    private const int ChecksToMiss = 6;
    private const int SigKill = 9;

    private readonly Lifeline line;
    private readonly ChildProcess child;
    private readonly int period;
    private long lastBeats;
    private long nextCheck;
    private int missed;

    private Watchdog(GuardPage page, Lifeline line, ChildProcess child, int deadline)
    {
        Page = page;
        this.line = line;
        this.child = child;
        period = Math.Max(deadline / 4, 250);
        nextCheck = Environment.TickCount64 + period;
    }

    /// <summary>What both processes see.</summary>
    internal GuardPage Page { get; }

    /// <summary>Starts it, and waits until it is ready: from then on it opens nothing.</summary>
    /// <param name="group">The group, without marks yet.</param>
    /// <param name="program">This program, compiled ahead of time: <see cref="WatchdogProcess"/> is what it does with <see cref="Argument"/>.</param>
    /// <param name="deadline">How long an opener may wait while nobody is answered.</param>
    /// <param name="watchdog">The watchdog, if the result is <see cref="Errno.None"/>.</param>
    internal static Errno Start(FanotifyGroup group, string program, TimeSpan deadline, out Watchdog? watchdog)
    {
        watchdog = null;
        var milliseconds = (int)deadline.TotalMilliseconds;
        var error = SharedWords.Create(out var words);
        if (error != Errno.None)
        {
            return error;
        }

        var page = new GuardPage(words!) { Process = Environment.ProcessId, Deadline = milliseconds };
        error = Lifeline.Create(out var ours, out var theirs);
        if (error != Errno.None)
        {
            page.Dispose();
            return error;
        }

        var setup = new ChildSetup(System.Text.Encoding.UTF8.GetBytes(program), ["imara"u8.ToArray(), System.Text.Encoding.ASCII.GetBytes(Argument)])
        {
            IsApart = true,
            HandedOn = [group, words!, theirs!],
        };
        error = ChildProcess.Start(setup, out var child);
        theirs!.Dispose();
        if (error == Errno.None)
        {
            watchdog = new Watchdog(page, ours!, child!, milliseconds);
            if (ours!.Hear(StartMilliseconds) == LifelineNews.Told)
            {
                return Errno.None;
            }

            watchdog.Dispose();
            watchdog = null;
            return Errno.ENOEXEC;
        }

        ours!.Dispose();
        page.Dispose();
        return error;
    }

    /// <summary>False if the watchdog is gone, or has not moved for longer than it lets others: then nobody guards any more. Cheap; to be asked often.</summary>
    internal bool IsAlive()
    {
        var now = Environment.TickCount64;
        if (now < nextCheck)
        {
            return true;
        }

        // Checks are counted, not time: when the whole machine was asleep, nobody missed one.
        nextCheck = now + period;
        var beats = Page.Beats;
        missed = beats == lastBeats ? missed + 1 : 0;
        lastBeats = beats;
        return missed < ChecksToMiss && line.Hear(0) != LifelineNews.Gone;
    }

    /// <summary>Ends it. Its copy of the group is closed then.</summary>
    public void Dispose()
    {
        line.Dispose();
        var until = Environment.TickCount64 + EndMilliseconds;
        while (!child.HasEnded())
        {
            if (Environment.TickCount64 >= until)
            {
                // Stopped, or in a wait of the kernel: it is not waited for.
                child.Signal(SigKill);
                Thread.Sleep(1);
                _ = child.HasEnded();
                break;
            }

            Thread.Sleep(1);
        }

        Page.Dispose();
    }
}
