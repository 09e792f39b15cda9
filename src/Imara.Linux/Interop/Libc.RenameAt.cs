using System.Runtime.InteropServices;

namespace Imara.Linux.Interop;

internal static unsafe partial class Libc
{
    /// <summary>renameat(2).</summary>
    [LibraryImport(Name, EntryPoint = "renameat", SetLastError = true)]
    internal static partial int RenameAt(int oldDirectory, byte* oldPath, int newDirectory, byte* newPath);
}
