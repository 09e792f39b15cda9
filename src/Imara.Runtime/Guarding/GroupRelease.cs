using Imara.Linux.Fanotify;
using Imara.Linux.Processes;

namespace Imara.Runtime.Guarding;

/// <summary>Lets everything through, with several threads for what nobody has read: to read an event opens its file, which may wait for a server.</summary>
internal sealed class GroupRelease : IDisposable
{
    private const int Readers = 4;

    private readonly FanotifyGroup group;
    private readonly GuardPage page;
    private readonly Wakeup[] wakeups = new Wakeup[Readers];
    private readonly bool[] started = new bool[Readers];
    private readonly int[] busy = new int[Readers];

    /// <summary>Makes the threads, which sleep.</summary>
    internal GroupRelease(FanotifyGroup group, GuardPage page)
    {
        this.group = group;
        this.page = page;
        for (var i = 0; i < Readers; i++)
        {
            if (Wakeup.Create(out var wakeup) == Errno.None)
            {
                wakeups[i] = wakeup!;
                var number = i;
                SignalMask.StartBlocked(new Thread(() => Drain(number), maxStackSize: 256 << 10) { IsBackground = true });
            }
        }
    }

    /// <summary>Uses what is needed later, while there are no marks and nobody waits.</summary>
    internal void Rehearse()
    {
        ReleasedGroup.RemoveMarks(group);
        _ = ReleasedGroup.AllowRead(group, 0);
        ReleasedGroup.AllowUnread(group);
        Span<byte> none = stackalloc byte[FanotifyEventReader.EventSize];
        _ = group.Read(none, out _);
    }

    /// <summary>To be called again and again: who was about to be read when this began is found the next time.</summary>
    internal void LetThrough()
    {
        ReleasedGroup.RemoveMarks(group);
        _ = ReleasedGroup.AllowRead(group, page.Highest);

        // One after the other: a thread that does not come back has an event that waits for somebody else.
        var isAnyFree = false;
        var next = -1;
        for (var i = Readers - 1; i >= 0; i--)
        {
            isAnyFree |= started[i] && Volatile.Read(ref busy[i]) == 0;
            next = started[i] ? next : i;
        }

        if (group.Waiting > 0 && next >= 0 && !isAnyFree)
        {
            started[next] = true;
            wakeups[next]?.Signal();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The process ends, and its threads with it.
    }

    private void Drain(int number)
    {
        wakeups[number].Wait();
        while (true)
        {
            Volatile.Write(ref busy[number], 1);
            ReleasedGroup.AllowUnread(group);
            Volatile.Write(ref busy[number], 0);
            Thread.Sleep(1);
        }
    }
}
