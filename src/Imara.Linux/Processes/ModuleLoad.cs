using System.Runtime.InteropServices;
using Imara.Linux.Interop;

namespace Imara.Linux.Processes;

/// <summary>finit_module(2).</summary>
public static unsafe class ModuleLoad
{
    private static nint Number => RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 273 : 313;

    /// <summary>Gives the kernel a file as a module, without parameters.</summary>
    /// <param name="descriptor">A readable descriptor.</param>
    /// <returns>ENOEXEC for what is no module; EACCES or EPERM if the file may not be loaded.</returns>
    public static Errno Try(int descriptor)
    {
        byte parameters = 0;
        return Libc.Syscall(Number, descriptor, (nint)(&parameters), 0, 0, 0) < 0 ? Libc.LastErrno : Errno.None;
    }
}
