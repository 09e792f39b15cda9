using System.Runtime.InteropServices;

namespace Imara.Linux.Interop;

internal static unsafe partial class Libc
{
    /// <summary>fgetxattr(2).</summary>
    [LibraryImport(Name, EntryPoint = "fgetxattr", SetLastError = true)]
    internal static partial nint FGetXAttr(int descriptor, byte* name, byte* value, nuint size);
}
