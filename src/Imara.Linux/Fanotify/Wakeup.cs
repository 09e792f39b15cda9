using Imara.Linux.Interop;

namespace Imara.Linux.Fanotify;

/// <summary>Ends the wait of another thread, once and for good (an eventfd that is never emptied).</summary>
public sealed unsafe class Wakeup : IDisposable
{
    private const int CloseOnExecAndNonBlocking = 0x80000 | 0x800;

    private Wakeup(SafeDescriptor handle) => Handle = handle;

    internal SafeDescriptor Handle { get; }

    /// <summary>Makes one.</summary>
    public static Errno Create(out Wakeup? wakeup)
    {
        wakeup = null;
        var descriptor = Libc.EventFd(0, CloseOnExecAndNonBlocking);
        if (descriptor < 0)
        {
            return Libc.LastErrno;
        }

        wakeup = new Wakeup(new SafeDescriptor(descriptor));
        return Errno.None;
    }

    /// <summary>Wakes whoever waits, now and later.</summary>
    public void Signal()
    {
        ulong one = 1;
        _ = Libc.Write(Handle, (byte*)&one, sizeof(ulong));
    }

    /// <summary>Waits until somebody has signalled.</summary>
    public void Wait()
    {
        var entry = new PollEntry { Descriptor = (int)Handle.DangerousGetHandle(), Events = PollEntry.In };
        while (Libc.Poll(&entry, 1, -1) < 0 && Libc.LastErrno == Errno.EINTR)
        {
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Handle.Dispose();
}
