using System.Runtime.InteropServices;

namespace Imara.Linux.Interop;

internal static unsafe partial class Libc
{
    /// <summary>lseek(2).</summary>
    [LibraryImport(Name, EntryPoint = "lseek", SetLastError = true)]
    internal static partial long LSeek(int descriptor, long offset, int whence);
}
