using System.Runtime.InteropServices;

namespace Imara.Linux.Interop;

internal static unsafe partial class Libc
{
    /// <summary>ftruncate(2) with a 64-bit length.</summary>
    [LibraryImport(Name, EntryPoint = "ftruncate64", SetLastError = true)]
    internal static partial int FTruncate(int descriptor, long length);
}
