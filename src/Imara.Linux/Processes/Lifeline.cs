using Imara.Linux.Interop;

namespace Imara.Linux.Processes;

/// <summary>One end of a line between two processes: each can tell the other something, and learns when the other is gone.</summary>
public sealed unsafe class Lifeline : IDisposable
{
    private const int UnixDomain = 1;
    private const int StreamCloseOnExec = 1 | 0x80000;

    private readonly SafeDescriptor handle;

    private Lifeline(SafeDescriptor handle) => this.handle = handle;

    internal SafeDescriptor Handle => handle;

    /// <summary>Makes both ends; neither survives execve unless it is handed on.</summary>
    public static Errno Create(out Lifeline? ours, out Lifeline? theirs)
    {
        ours = theirs = null;
        var ends = stackalloc int[2];
        if (Libc.SocketPair(UnixDomain, StreamCloseOnExec, 0, ends) < 0)
        {
            return Libc.LastErrno;
        }

        ours = Adopt(ends[0]);
        theirs = Adopt(ends[1]);
        return Errno.None;
    }

    /// <summary>Takes over an end that another process handed on.</summary>
    public static Lifeline Adopt(int descriptor) => new(new SafeDescriptor(descriptor));

    /// <summary>Says that something is so; what is meant is the two processes' own.</summary>
    public Errno Tell()
    {
        byte word = 1;
        return Libc.Write(handle, &word, 1) < 0 ? Libc.LastErrno : Errno.None;
    }

    /// <summary>Waits for the other end.</summary>
    /// <param name="timeoutMilliseconds">How long; 0 looks only.</param>
    public LifelineNews Hear(int timeoutMilliseconds)
    {
        var added = false;
        try
        {
            handle.DangerousAddRef(ref added);
            var entry = new PollEntry { Descriptor = (int)handle.DangerousGetHandle(), Events = PollEntry.In };
            var until = Environment.TickCount64 + timeoutMilliseconds;
            int ready;
            while ((ready = Libc.Poll(&entry, 1, (int)Math.Max(0, until - Environment.TickCount64))) < 0 && Libc.LastErrno == Errno.EINTR)
            {
            }

            if (ready == 0)
            {
                return LifelineNews.None;
            }

            byte word;
            return ready > 0 && Libc.Read(entry.Descriptor, &word, 1) == 1 ? LifelineNews.Told : LifelineNews.Gone;
        }
        finally
        {
            if (added)
            {
                handle.DangerousRelease();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => handle.Dispose();
}
