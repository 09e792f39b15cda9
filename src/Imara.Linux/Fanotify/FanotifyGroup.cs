using System.Runtime.InteropServices;
using Imara.Linux.Files;
using Imara.Linux.Interop;
using Imara.Linux.Processes;

namespace Imara.Linux.Fanotify;

/// <summary>A fanotify group: marks say which events come, events are read in batches, permission events are answered one by one.</summary>
/// <remarks>
/// docs/reference/runtime-notes.md. Needs CAP_SYS_ADMIN in the initial user namespace. Disposing the last group lets every pending open
/// through. Every member may be used from any thread.
/// </remarks>
public sealed unsafe class FanotifyGroup : IDisposable
{
    private const nuint BytesToRead = 0x541B; // FIONREAD

    private readonly SafeDescriptor handle;

    private FanotifyGroup(SafeDescriptor handle) => this.handle = handle;

    internal SafeDescriptor Handle => handle;

    /// <summary>Makes a group whose events carry read-only descriptors that do not survive execve.</summary>
    /// <param name="flags">What the group is for.</param>
    /// <param name="group">The group, if the result is <see cref="Errno.None"/>.</param>
    /// <returns>EPERM without the capability, EINVAL for a combination this kernel does not know, ENOSYS without fanotify.</returns>
    public static Errno Create(FanotifyInit flags, out FanotifyGroup? group)
    {
        group = null;
        // A lease of another process must not make the reader wait for its end. docs/reference/runtime-notes.md, Never deadlock.
        const int EventFlags = OpenFlags.ReadOnly | OpenFlags.CloseOnExec | OpenFlags.NonBlocking;
        var descriptor = Libc.FanotifyInit((uint)flags, (uint)(EventFlags | OpenFlags.LargeFile));
        if (descriptor < 0)
        {
            return Libc.LastErrno;
        }

        group = new FanotifyGroup(new SafeDescriptor(descriptor));
        return Errno.None;
    }

    /// <summary>Takes over the descriptor of a group that another process made and handed on.</summary>
    public static FanotifyGroup Adopt(int descriptor) => new(new SafeDescriptor(descriptor));

    /// <summary>Changes the mark of the file, mount or file system that holds <paramref name="path"/>.</summary>
    /// <param name="flags">Add, remove or flush; of an inode, a mount or a file system.</param>
    /// <param name="mask">The events.</param>
    /// <param name="path">The path, without a NUL.</param>
    public Errno Mark(FanotifyMark flags, FanotifyMask mask, ReadOnlySpan<byte> path)
    {
        Span<byte> text = stackalloc byte[PathText.Max];
        var error = PathText.Terminate(path, text);
        if (error != Errno.None)
        {
            return error;
        }

        fixed (byte* at = text)
        {
            return Libc.FanotifyMark(handle, (uint)flags, (ulong)mask, Libc.AtFdCwd, at) < 0 ? Libc.LastErrno : Errno.None;
        }
    }

    /// <summary>Changes the mark of the object that an open descriptor refers to.</summary>
    /// <param name="flags">Add or remove; of an inode, a mount or a file system.</param>
    /// <param name="mask">The events.</param>
    /// <param name="descriptor">The descriptor.</param>
    public Errno Mark(FanotifyMark flags, FanotifyMask mask, int descriptor) =>
        Libc.FanotifyMark(handle, (uint)flags, (ulong)mask, descriptor, null) < 0 ? Libc.LastErrno : Errno.None;

    /// <summary>Waits until there is an event or <paramref name="wakeup"/> was signalled; a signal to the process does not end the wait.</summary>
    /// <param name="wakeup">Ends the wait from another thread.</param>
    /// <param name="timeoutMilliseconds">How long to wait; -1 without limit. It begins anew when a signal comes.</param>
    public FanotifyWait WaitForEvents(Wakeup wakeup, int timeoutMilliseconds = -1)
    {
        ArgumentNullException.ThrowIfNull(wakeup);
        var mine = false;
        var theirs = false;
        try
        {
            handle.DangerousAddRef(ref mine);
            wakeup.Handle.DangerousAddRef(ref theirs);
            var entries = stackalloc PollEntry[2];
            entries[0] = new PollEntry { Descriptor = (int)handle.DangerousGetHandle(), Events = PollEntry.In };
            entries[1] = new PollEntry { Descriptor = (int)wakeup.Handle.DangerousGetHandle(), Events = PollEntry.In };
            int ready;
            while ((ready = Libc.Poll(entries, 2, timeoutMilliseconds)) < 0 && Libc.LastErrno == Errno.EINTR)
            {
            }

            return ready < 0 ? FanotifyWait.Failed
                : ready == 0 ? FanotifyWait.TimedOut
                : (entries[0].Returned & PollEntry.In) != 0 ? FanotifyWait.Event
                : entries[0].Returned == 0 ? FanotifyWait.Woken
                : FanotifyWait.Failed;
        }
        finally
        {
            if (theirs)
            {
                wakeup.Handle.DangerousRelease();
            }

            if (mine)
            {
                handle.DangerousRelease();
            }
        }
    }

    /// <summary>How many events nobody has read yet; 0 if that cannot be told.</summary>
    public int Waiting
    {
        get
        {
            var added = false;
            try
            {
                handle.DangerousAddRef(ref added);
                int bytes;
                return Libc.Ioctl((int)handle.DangerousGetHandle(), BytesToRead, &bytes) < 0 ? 0 : bytes / FanotifyEventReader.EventSize;
            }
            finally
            {
                if (added)
                {
                    handle.DangerousRelease();
                }
            }
        }
    }

    /// <summary>Reads as many whole events as fit; waits for the first unless the group is non-blocking.</summary>
    /// <param name="buffer">Room for events, 24 bytes and more each; small batches keep the number of open descriptors small.</param>
    /// <param name="length">Number of bytes read, for <see cref="FanotifyEventReader"/>.</param>
    /// <returns>EAGAIN if there is nothing, or if a lease of another process keeps the event's file from being opened: that opener is refused by the kernel; the error of opening an event's file (such as EMFILE) if that failed, the event is lost then.</returns>
    public Errno Read(Span<byte> buffer, out int length)
    {
        length = 0;
        var mine = false;
        try
        {
            handle.DangerousAddRef(ref mine);
            var descriptor = (int)handle.DangerousGetHandle();
            fixed (byte* at = buffer)
            {
                nint count;
                do
                {
                    count = Libc.Read(descriptor, at, (nuint)buffer.Length);
                }
                while (count < 0 && Libc.LastErrno == Errno.EINTR);
                if (count < 0)
                {
                    return Libc.LastErrno;
                }

                length = (int)count;
                return Errno.None;
            }
        }
        finally
        {
            if (mine)
            {
                handle.DangerousRelease();
            }
        }
    }

    /// <summary>Answers one permission event.</summary>
    /// <param name="descriptor">
    /// The number of its descriptor, by which the kernel knows the event: the oldest one that was given this number and was not answered. It need not be open
    /// any more, and better is not: to whoever measures in the kernel it is a reader of the file.
    /// </param>
    /// <param name="response">The answer.</param>
    /// <returns>ENOENT if nobody waits for this number.</returns>
    public Errno Respond(int descriptor, FanotifyResponse response)
    {
        // One write answers one event. docs/reference/runtime-notes.md, Constants.
        var answer = new Answer { Descriptor = descriptor, Response = (uint)response };
        return Libc.Write(handle, (byte*)&answer, (nuint)sizeof(Answer)) < 0 ? Libc.LastErrno : Errno.None;
    }

    /// <summary>Closes the group; what still waits for an answer is allowed by the kernel.</summary>
    public void Dispose() => handle.Dispose();

    [StructLayout(LayoutKind.Sequential)]
    private struct Answer
    {
        internal int Descriptor;
        internal uint Response;
    }
}
