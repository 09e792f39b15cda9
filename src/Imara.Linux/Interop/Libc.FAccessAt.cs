using System.Runtime.InteropServices;

namespace Imara.Linux.Interop;

internal static unsafe partial class Libc
{
    /// <summary>faccessat(2).</summary>
    [LibraryImport(Name, EntryPoint = "faccessat", SetLastError = true)]
    internal static partial int FAccessAt(int directory, byte* path, int mode, int flags);
}
