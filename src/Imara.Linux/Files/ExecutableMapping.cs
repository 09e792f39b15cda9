using Imara.Linux.Interop;

namespace Imara.Linux.Files;

/// <summary>Maps files for execution, as a dynamic linker does. Nothing of them is run.</summary>
public static class ExecutableMapping
{
    private const int Read = 1;
    private const int Execute = 4;
    private const int Private = 2;
    private const nuint Length = 1;

    /// <summary>Maps the first page of a file, and takes it away again.</summary>
    /// <param name="descriptor">A readable descriptor.</param>
    /// <returns>What mmap(2) says: EACCES where a security module refuses, EPERM on a file system that is mounted noexec.</returns>
    public static Errno Try(int descriptor)
    {
        var address = Libc.MMap(0, Length, Read | Execute, Private, descriptor, 0);
        if (address == -1)
        {
            return Libc.LastErrno;
        }

        _ = Libc.MUnmap(address, Length);
        return Errno.None;
    }
}
