using System.Runtime.InteropServices;

namespace Imara.Linux.Interop;

internal static unsafe partial class Libc
{
    /// <summary>mmap(2) with a 64-bit offset; -1 for failure.</summary>
    [LibraryImport(Name, EntryPoint = "mmap64", SetLastError = true)]
    internal static partial nint MMap(nint address, nuint length, int protection, int flags, int descriptor, long offset);
}
