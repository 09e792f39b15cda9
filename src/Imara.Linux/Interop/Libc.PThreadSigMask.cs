using System.Runtime.InteropServices;

namespace Imara.Linux.Interop;

internal static unsafe partial class Libc
{
    /// <summary>pthread_sigmask(3); returns the error instead of setting it.</summary>
    [LibraryImport(Name, EntryPoint = "pthread_sigmask")]
    internal static partial int PThreadSigMask(int how, byte* set, byte* old);
}
