using Imara.Evaluation;

namespace Imara.Traces.Replaying;

/// <summary>What becomes of set-id bits when a file is changed. Pure.</summary>
/// <remarks>chown(2), chmod(2), inode(7).</remarks>
internal static class SetIds
{
    private const ushort SetUserId = 0x800;
    private const ushort SetGroupId = 0x400;
    private const ushort GroupExecute = 0x8;
    private const int CapFsetid = 4;

    /// <summary>Writing takes them from a regular file, unless the writer may keep them.</summary>
    public static ushort AfterWrite(ushort mode, uint gid, in Credentials creds) => creds.Has(CapFsetid) ? mode : Without(mode, gid, creds);

    /// <summary>A change of owner takes them from a regular file, whoever makes it.</summary>
    public static ushort AfterChangeOfOwner(ushort mode, uint gid, in Credentials creds) => Without(mode, gid, creds);

    /// <summary>Who is not of the group cannot set its bit.</summary>
    public static ushort AfterChangeOfMode(ushort mode, uint gid, in Credentials creds) =>
        MayKeepGroup(gid, creds) ? mode : (ushort)(mode & ~SetGroupId);

    // Without permission to execute for the group the bit once meant mandatory locking, and stays.
    private static ushort Without(ushort mode, uint gid, in Credentials creds)
    {
        var taken = (mode & GroupExecute) != 0 || !MayKeepGroup(gid, creds) ? SetUserId | SetGroupId : SetUserId;
        return (ushort)(mode & ~taken);
    }

    private static bool MayKeepGroup(uint gid, in Credentials creds) => creds.Egid == gid || creds.Has(CapFsetid);
}
