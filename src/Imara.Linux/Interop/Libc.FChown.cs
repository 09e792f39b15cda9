using System.Runtime.InteropServices;

namespace Imara.Linux.Interop;

internal static unsafe partial class Libc
{
    /// <summary>fchown(2).</summary>
    [LibraryImport(Name, EntryPoint = "fchown", SetLastError = true)]
    internal static partial int FChown(int descriptor, uint owner, uint group);
}
