using System.Runtime.InteropServices;

namespace Imara.Linux.Interop;

internal static unsafe partial class Libc
{
    /// <summary>fstatfs(2); 120 bytes on 64-bit architectures.</summary>
    [LibraryImport(Name, EntryPoint = "fstatfs", SetLastError = true)]
    internal static partial int FStatFs(int descriptor, byte* result);
}
