using Imara.Linux.Interop;

namespace Imara.Linux.Files;

/// <summary>Owner, group and mode of open files.</summary>
public static class FilePermissions
{
    /// <summary>Gives a file to a user and a group; set-id bits of its mode may go.</summary>
    /// <param name="descriptor">An open file.</param>
    /// <param name="uid">The owner.</param>
    /// <param name="gid">The group.</param>
    public static Errno ChangeOwner(int descriptor, uint uid, uint gid) => Libc.FChown(descriptor, uid, gid) < 0 ? Libc.LastErrno : Errno.None;

    /// <summary>Sets the permission bits of a file, set-id and sticky bits included.</summary>
    /// <param name="descriptor">An open file.</param>
    /// <param name="mode">The lower twelve bits of st_mode; others are ignored.</param>
    public static Errno ChangeMode(int descriptor, uint mode) => Libc.FChMod(descriptor, mode & 0xFFF) < 0 ? Libc.LastErrno : Errno.None;
}
