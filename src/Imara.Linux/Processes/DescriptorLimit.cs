using Imara.Linux.Files;
using Imara.Linux.Interop;

namespace Imara.Linux.Processes;

/// <summary>How many descriptors this process may have open (RLIMIT_NOFILE).</summary>
public static unsafe class DescriptorLimit
{
    private const int NoFile = 7;

    /// <summary>The limit in force now.</summary>
    public static Errno Read(out ulong current, out ulong maximum)
    {
        ResourceLimit limit;
        var failed = Libc.PrLimit(0, NoFile, null, &limit) < 0;
        current = failed ? 0 : limit.Current;
        maximum = failed ? 0 : limit.Maximum;
        return failed ? Libc.LastErrno : Errno.None;
    }

    /// <summary>Raises the limit in force to <paramref name="wanted"/>, or to the maximum if that is less; never lowers it.</summary>
    public static Errno Raise(ulong wanted)
    {
        var error = Read(out var current, out var maximum);
        if (error != Errno.None || current >= Math.Min(wanted, maximum))
        {
            return error;
        }

        var limit = new ResourceLimit { Current = Math.Min(wanted, maximum), Maximum = maximum };
        return Libc.PrLimit(0, NoFile, &limit, null) < 0 ? Libc.LastErrno : Errno.None;
    }

    /// <summary>True if <paramref name="count"/> more descriptors can be opened at once.</summary>
    public static bool HasRoom(int count)
    {
        const int Duplicate = 1030; // F_DUPFD_CLOEXEC
        var made = new List<int>(count);
        var error = Descriptor.CreateInMemory(out var first);
        if (error != Errno.None)
        {
            return false;
        }

        made.Add(first);
        while (made.Count < count && Libc.Fcntl(first, Duplicate, 0) is var copy and >= 0)
        {
            made.Add(copy);
        }

        made.ForEach(descriptor => _ = Descriptor.Close(descriptor));
        return made.Count >= count;
    }
}
