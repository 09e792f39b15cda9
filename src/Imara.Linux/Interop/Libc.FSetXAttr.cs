using System.Runtime.InteropServices;

namespace Imara.Linux.Interop;

internal static unsafe partial class Libc
{
    /// <summary>fsetxattr(2).</summary>
    [LibraryImport(Name, EntryPoint = "fsetxattr", SetLastError = true)]
    internal static partial int FSetXAttr(int descriptor, byte* name, byte* value, nuint size, int flags);
}
