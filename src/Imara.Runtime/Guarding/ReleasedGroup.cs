using Imara.Linux.Fanotify;
using Imara.Linux.Files;

namespace Imara.Runtime.Guarding;

/// <summary>Lets everything through that waits for an answer of a group, and asks for nothing more.</summary>
internal static class ReleasedGroup
{
    // The numbers of an event's descriptors are the lowest that are free.
    private const int Margin = 1024;

    /// <summary>Takes the marks away: no open that begins after this waits.</summary>
    internal static void RemoveMarks(FanotifyGroup group)
    {
        _ = group.Mark(FanotifyMark.Flush | FanotifyMark.FileSystem, FanotifyMask.None, "/"u8);
        _ = group.Mark(FanotifyMark.Flush | FanotifyMark.Mount, FanotifyMask.None, "/"u8);
        _ = group.Mark(FanotifyMark.Flush, FanotifyMask.None, "/"u8);
    }

    /// <summary>Allows what was read and not answered, by number: whoever read it need not be asked.</summary>
    /// <param name="group">The group.</param>
    /// <param name="highest">The highest number an event is known to have had.</param>
    internal static int AllowRead(FanotifyGroup group, long highest)
    {
        var allowed = 0;
        for (var number = 0; number <= highest + Margin; number++)
        {
            while (group.Respond(number, FanotifyResponse.Allow) == Errno.None)
            {
                allowed++;
            }
        }

        return allowed;
    }

    /// <summary>Reads and allows what nobody has read, until nothing is there.</summary>
    internal static void AllowUnread(FanotifyGroup group)
    {
        Span<byte> buffer = stackalloc byte[FanotifyEventReader.EventSize];
        while (group.Waiting > 0)
        {
            // A read that fails takes its event away all the same, unless the group itself is gone.
            var error = group.Read(buffer, out var length);
            if (error is Errno.EBADF or Errno.EINVAL or Errno.EFAULT)
            {
                return;
            }

            var reader = new FanotifyEventReader(buffer[..length]);
            while (reader.TryRead(out var happened, out _))
            {
                if (happened.Descriptor >= 0)
                {
                    Descriptor.Close(happened.Descriptor);
                    if (happened.NeedsResponse)
                    {
                        _ = group.Respond(happened.Descriptor, FanotifyResponse.Allow);
                    }
                }
            }
        }
    }
}
