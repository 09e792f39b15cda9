namespace Imara.Linux.ProcFs;

/// <summary>What a thread is doing, as far as <c>/proc/TID/syscall</c> tells.</summary>
public enum SyscallState
{
    /// <summary>It runs; nothing is known of a system call.</summary>
    Running,

    /// <summary>It sleeps outside of any system call.</summary>
    Outside,

    /// <summary>It sleeps in the system call given.</summary>
    Inside,
}
