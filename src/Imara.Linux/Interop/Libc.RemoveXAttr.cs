using System.Runtime.InteropServices;

namespace Imara.Linux.Interop;

internal static unsafe partial class Libc
{
    /// <summary>removexattr(2).</summary>
    [LibraryImport(Name, EntryPoint = "removexattr", SetLastError = true)]
    internal static partial int RemoveXAttr(byte* path, byte* name);
}
