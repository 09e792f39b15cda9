using System.Runtime.InteropServices;

namespace Imara.Linux.Interop;

internal static unsafe partial class Libc
{
    /// <summary>memfd_create(2).</summary>
    [LibraryImport(Name, EntryPoint = "memfd_create", SetLastError = true)]
    internal static partial int MemFdCreate(byte* name, uint flags);
}
