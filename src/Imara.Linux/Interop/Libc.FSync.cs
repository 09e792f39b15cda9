using System.Runtime.InteropServices;

namespace Imara.Linux.Interop;

internal static unsafe partial class Libc
{
    /// <summary>fsync(2).</summary>
    [LibraryImport(Name, EntryPoint = "fsync", SetLastError = true)]
    internal static partial int FSync(int descriptor);
}
