using Imara.Linux.Interop;

namespace Imara.Linux.Files;

/// <summary>Owner and group of open files.</summary>
public static class Ownership
{
    /// <summary>Gives a file to a user and a group; set-id bits of its mode may go.</summary>
    /// <param name="descriptor">An open file.</param>
    /// <param name="uid">The owner.</param>
    /// <param name="gid">The group.</param>
    public static Errno Change(int descriptor, uint uid, uint gid) => Libc.FChown(descriptor, uid, gid) < 0 ? Libc.LastErrno : Errno.None;
}
