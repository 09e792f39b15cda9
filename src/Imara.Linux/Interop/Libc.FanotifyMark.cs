using System.Runtime.InteropServices;

namespace Imara.Linux.Interop;

internal static unsafe partial class Libc
{
    /// <summary>fanotify_mark(2).</summary>
    [LibraryImport(Name, EntryPoint = "fanotify_mark", SetLastError = true)]
    internal static partial int FanotifyMark(SafeDescriptor group, uint flags, ulong mask, int directory, byte* path);
}
