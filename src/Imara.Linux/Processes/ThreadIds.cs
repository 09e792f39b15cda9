using Imara.Linux.Interop;

namespace Imara.Linux.Processes;

/// <summary>Questions about threads by number, answered without opening a file.</summary>
public static class ThreadIds
{
    /// <summary>True if <paramref name="thread"/> is a thread of this process.</summary>
    public static bool IsOurs(int thread) => Libc.TgKill(Environment.ProcessId, thread, 0) == 0;

    /// <summary>False if there is no such thread any more; a process that ended and was not waited for still counts.</summary>
    public static bool Exists(int thread) => Libc.Kill(thread, 0) == 0 || Libc.LastErrno != Errno.ESRCH;
}
