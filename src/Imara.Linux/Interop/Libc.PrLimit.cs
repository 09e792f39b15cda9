using System.Runtime.InteropServices;

namespace Imara.Linux.Interop;

internal static unsafe partial class Libc
{
    /// <summary>prlimit(2).</summary>
    [LibraryImport(Name, EntryPoint = "prlimit64", SetLastError = true)]
    internal static partial int PrLimit(int pid, int resource, ResourceLimit* newLimit, ResourceLimit* oldLimit);
}
