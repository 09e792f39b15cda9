using System.Runtime.InteropServices;

namespace Imara.Linux.Interop;

internal static unsafe partial class Libc
{
    /// <summary>setxattr(2).</summary>
    [LibraryImport(Name, EntryPoint = "setxattr", SetLastError = true)]
    internal static partial int SetXAttr(byte* path, byte* name, byte* value, nuint size, int flags);
}
