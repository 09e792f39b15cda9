using System.Runtime.InteropServices;

namespace Imara.Linux.Interop;

internal static unsafe partial class Libc
{
    /// <summary>fremovexattr(2).</summary>
    [LibraryImport(Name, EntryPoint = "fremovexattr", SetLastError = true)]
    internal static partial int FRemoveXAttr(int descriptor, byte* name);
}
