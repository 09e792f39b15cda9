using System.Runtime.InteropServices;

namespace Imara.Linux.Interop;

internal static unsafe partial class Libc
{
    /// <summary>tgkill(2).</summary>
    [LibraryImport(Name, EntryPoint = "tgkill", SetLastError = true)]
    internal static partial int TgKill(int process, int thread, int signal);
}
