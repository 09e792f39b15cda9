using Imara.Linux.Interop;

namespace Imara.Linux.Processes;

/// <summary>What a process got from the one that started it and does not need.</summary>
public static unsafe class InheritedState
{
    private const int GetFlags = 1;
    private const int CloseOnExec = 1;
    private const int Highest = 4096;

    /// <summary>Leaves the working directory for <c>/</c>, and closes inherited descriptors from <paramref name="first"/> up: so nothing of other file systems is held.</summary>
    public static void Drop(int first)
    {
        fixed (byte* root = "/"u8)
        {
            _ = Libc.ChDir(root);
        }

        for (var descriptor = first; descriptor < Highest; descriptor++)
        {
            // Those that the runtime made for itself close at execve.
            if (Libc.Fcntl(descriptor, GetFlags, 0) is var flags and >= 0 && (flags & CloseOnExec) == 0)
            {
                _ = Libc.Close(descriptor);
            }
        }
    }
}
