using System.Runtime.InteropServices;

namespace Imara.Linux.Interop;

internal static unsafe partial class Libc
{
    /// <summary>getxattr(2).</summary>
    [LibraryImport(Name, EntryPoint = "getxattr", SetLastError = true)]
    internal static partial nint GetXAttr(byte* path, byte* name, byte* value, nuint size);
}
