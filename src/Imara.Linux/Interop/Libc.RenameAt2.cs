using System.Runtime.InteropServices;

namespace Imara.Linux.Interop;

internal static unsafe partial class Libc
{
    /// <summary>renameat2: what is at the new path stays, and the call fails with EEXIST.</summary>
    internal const uint RenameNoReplace = 1;

    /// <summary>renameat2(2), in glibc since 2.28.</summary>
    [LibraryImport(Name, EntryPoint = "renameat2", SetLastError = true)]
    internal static partial int RenameAt2(int oldDirectory, byte* oldPath, int newDirectory, byte* newPath, uint flags);
}
