using Imara.Linux.Interop;

namespace Imara.Linux.Files;

/// <summary>Asks who else has a file open, by taking a lease and giving it back at once.</summary>
/// <remarks>docs/reference/runtime-notes.md, Facts about the opener 3 and Writers, readers, violations. Needs to own the file, or CAP_LEASE.</remarks>
public static class FileLease
{
    private const int SetSignal = 10;
    private const int SetLease = 1024;
    private const nint ReadLease = 0;
    private const nint WriteLease = 1;
    private const nint NoLease = 2;

    // Ignored by default; the usual signal of a broken lease, SIGIO, ends the process.
    private const nint SigUrg = 23;

    /// <summary>Is the file open for writing anywhere? A writable opener that still waits for permission counts.</summary>
    /// <param name="descriptor">A read-only descriptor of a regular file.</param>
    /// <returns>None: no writer. EAGAIN: there is one. Anything else: cannot be told on this file system.</returns>
    public static Errno ProbeWriters(int descriptor) => Probe(descriptor, ReadLease);

    /// <summary>Is the file open anywhere else, for reading or writing?</summary>
    /// <param name="descriptor">The only descriptor this process has of the file.</param>
    /// <returns>None: nobody else. EAGAIN: somebody. Anything else: cannot be told on this file system.</returns>
    public static Errno ProbeOthers(int descriptor) => Probe(descriptor, WriteLease);

    private static Errno Probe(int descriptor, nint lease)
    {
        if (Libc.Fcntl(descriptor, SetSignal, SigUrg) < 0 || Libc.Fcntl(descriptor, SetLease, lease) < 0)
        {
            return Libc.LastErrno;
        }

        return Libc.Fcntl(descriptor, SetLease, NoLease) < 0 ? Libc.LastErrno : Errno.None;
    }
}
