using System.Runtime.InteropServices;

namespace Imara.Linux.Interop;

internal static unsafe partial class Libc
{
    /// <summary>statx(2); the structure has 256 bytes on every architecture.</summary>
    [LibraryImport(Name, EntryPoint = "statx", SetLastError = true)]
    internal static partial int StatX(int directory, byte* path, int flags, uint mask, byte* result);
}
