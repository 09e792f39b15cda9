using System.Runtime.InteropServices;

namespace Imara.Linux.Interop;

internal static unsafe partial class Libc
{
    /// <summary>linkat(2).</summary>
    [LibraryImport(Name, EntryPoint = "linkat", SetLastError = true)]
    internal static partial int LinkAt(int oldDirectory, byte* oldPath, int newDirectory, byte* newPath, int flags);
}
