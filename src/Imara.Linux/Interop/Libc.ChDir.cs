using System.Runtime.InteropServices;

namespace Imara.Linux.Interop;

internal static unsafe partial class Libc
{
    /// <summary>chdir(2).</summary>
    [LibraryImport(Name, EntryPoint = "chdir", SetLastError = true)]
    internal static partial int ChDir(byte* path);
}
