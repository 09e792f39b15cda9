using System.Runtime.InteropServices;

namespace Imara.Linux.Interop;

internal static unsafe partial class Libc
{
    /// <summary>geteuid(2).</summary>
    [LibraryImport(Name, EntryPoint = "geteuid")]
    internal static partial uint GetEUid();
}
