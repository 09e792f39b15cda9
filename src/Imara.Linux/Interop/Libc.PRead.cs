using System.Runtime.InteropServices;

namespace Imara.Linux.Interop;

internal static unsafe partial class Libc
{
    /// <summary>pread(2) with a 64-bit offset.</summary>
    [LibraryImport(Name, EntryPoint = "pread64", SetLastError = true)]
    internal static partial nint PRead(int descriptor, byte* buffer, nuint count, long offset);
}
