using Imara.Linux.Interop;

namespace Imara.Linux.ProcFs;

/// <summary>Reads the memory of another process.</summary>
public static unsafe class ProcessMemory
{
    /// <summary>Copies from <paramref name="address"/> in the process of <paramref name="thread"/>; needs CAP_SYS_PTRACE for a foreign one.</summary>
    /// <param name="thread">Thread or process id.</param>
    /// <param name="address">Address there.</param>
    /// <param name="target">Filled completely on success.</param>
    /// <returns>EFAULT for an address that is not mapped, ESRCH for a thread that is gone.</returns>
    public static Errno Read(int thread, ulong address, Span<byte> target)
    {
        fixed (byte* at = target)
        {
            var local = new IoVector { Base = (nuint)at, Length = (nuint)target.Length };
            var remote = new IoVector { Base = (nuint)address, Length = (nuint)target.Length };
            var count = Libc.ProcessVmReadV(thread, &local, 1, &remote, 1, 0);
            return count < 0 ? Libc.LastErrno : count == target.Length ? Errno.None : Errno.EFAULT;
        }
    }
}
