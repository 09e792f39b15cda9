using System.Runtime.InteropServices;

namespace Imara.Linux.Interop;

internal static unsafe partial class Libc
{
    /// <summary>sigaction(2); the first 8 bytes of the structure are the handler.</summary>
    [LibraryImport(Name, EntryPoint = "sigaction", SetLastError = true)]
    internal static partial int SigAction(int signal, byte* action, byte* old);
}
