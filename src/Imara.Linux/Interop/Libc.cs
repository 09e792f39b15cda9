using System.Runtime.InteropServices;

namespace Imara.Linux.Interop;

/// <summary>The C library: one native call per file, arguments as C has them, -1 and <see cref="LastErrno"/> for failure.</summary>
internal static unsafe partial class Libc
{
    /// <summary>The runtime maps this name to the C library's real file name.</summary>
    private const string Name = "libc";

    /// <summary>The current directory where a call wants a directory descriptor.</summary>
    internal const int AtFdCwd = -100;

    /// <summary>Look at the descriptor itself: the path is empty.</summary>
    internal const int AtEmptyPath = 0x1000;

    /// <summary>A symbolic link is the answer, not what it leads to.</summary>
    internal const int AtSymlinkNoFollow = 0x100;

    /// <summary>unlinkat: an empty directory.</summary>
    internal const int AtRemoveDir = 0x200;

    /// <summary>A directory where something would be mounted on demand stays as it is.</summary>
    internal const int AtNoAutomount = 0x800;

    /// <summary>The error of the last call made by this thread.</summary>
    internal static Errno LastErrno => (Errno)Marshal.GetLastPInvokeError();
}
