using Imara.Linux.Fanotify;
using Imara.Linux.Processes;

namespace Imara.Runtime.Guarding;

/// <summary>What the watchdog does: looks whether who waits is answered, and lets everything through if not. Opens nothing once it is ready.</summary>
/// <remarks>docs/design/runtime.md, The watchdog.</remarks>
public static class WatchdogProcess
{
    private const int Tick = 100;

    /// <summary>True if this process was started to be one.</summary>
    public static bool IsMeant(ReadOnlySpan<string> arguments) => arguments.Length == 1 && arguments[0] == Watchdog.Argument;

    /// <summary>Watches until the process that started it is gone.</summary>
    /// <returns>The exit status: 0, or 2 if it was not started by `imara run`.</returns>
    public static int Run()
    {
        const int CouldNotTell = 2;
        using var line = Lifeline.Adopt(ChildSetup.FirstHandedOn + 2);
        using var group = FanotifyGroup.Adopt(ChildSetup.FirstHandedOn);
        if (SharedWords.Adopt(ChildSetup.FirstHandedOn + 1, out var words) != Errno.None)
        {
            return CouldNotTell;
        }

        using var page = new GuardPage(words!);
        if (ProcessState.Open(page.Process, out var state) != Errno.None)
        {
            return CouldNotTell;
        }

        using (state)
        {
            InheritedState.Drop(ChildSetup.FirstHandedOn + 3);
            var watch = new AnswerWatch(Math.Max(1, page.Deadline / Tick), Math.Max(1, 1000 / Tick));
            using var release = new GroupRelease(group, page);

            // Once now, while there is nothing to do: what is needed later is loaded then.
            _ = Look(watch, group, page, state!);
            release.Rehearse();
            if (line.Tell() != Errno.None)
            {
                return CouldNotTell;
            }

            while (line.Hear(Tick) == LifelineNews.None)
            {
                page.Beats++;
                var reason = page.Released == GuardReason.None ? Look(watch, group, page, state!) : page.Released;
                if (reason != GuardReason.None)
                {
                    page.Released = reason;
                    release.LetThrough();
                }
            }
        }

        return 0;
    }

    private static GuardReason Look(AnswerWatch watch, FanotifyGroup group, GuardPage page, ProcessState state)
    {
        var isWaiting = page.Begun != page.Finished || group.Waiting > 0;
        return watch.Observe(isWaiting, page.Answered, isWaiting ? state.Read() : (byte)0);
    }
}
