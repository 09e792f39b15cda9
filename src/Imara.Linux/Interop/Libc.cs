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

    /// <summary>The error of the last call made by this thread.</summary>
    internal static Errno LastErrno => (Errno)Marshal.GetLastPInvokeError();
}
