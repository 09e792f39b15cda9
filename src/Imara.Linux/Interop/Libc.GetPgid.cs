using System.Runtime.InteropServices;

namespace Imara.Linux.Interop;

internal static unsafe partial class Libc
{
    /// <summary>getpgid(2).</summary>
    [LibraryImport(Name, EntryPoint = "getpgid", SetLastError = true)]
    internal static partial int GetPgid(int pid);
}
