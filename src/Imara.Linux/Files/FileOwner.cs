using Imara.Linux.Interop;

namespace Imara.Linux.Files;

/// <summary>Owner and group by descriptor.</summary>
public static class FileOwner
{
    /// <summary>Gives an open file to another owner and group; the kernel takes set-id bits away.</summary>
    /// <param name="descriptor">An open file.</param>
    /// <param name="uid">The owner.</param>
    /// <param name="gid">The group.</param>
    /// <returns>EPERM without the right to.</returns>
    public static Errno Set(int descriptor, uint uid, uint gid) => Libc.FChown(descriptor, uid, gid) < 0 ? Libc.LastErrno : Errno.None;
}
