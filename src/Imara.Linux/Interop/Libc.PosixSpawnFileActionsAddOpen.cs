using System.Runtime.InteropServices;

namespace Imara.Linux.Interop;

internal static unsafe partial class Libc
{
    /// <summary>posix_spawn_file_actions_addopen(3); returns the error instead of setting it.</summary>
    [LibraryImport(Name, EntryPoint = "posix_spawn_file_actions_addopen")]
    internal static partial int PosixSpawnFileActionsAddOpen(void* actions, int descriptor, byte* path, int flags, uint mode);
}
