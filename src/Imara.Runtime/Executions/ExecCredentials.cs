using Imara.Linux.Files;
using Imara.Linux.ProcFs;

namespace Imara.Runtime.Executions;

/// <summary>Predicts the credentials a program will have. Pure.</summary>
/// <remarks>docs/reference/hooks-in-user-space.md 2, CREDS_CHECK; file capabilities change no id and are not looked at.</remarks>
internal static class ExecCredentials
{
    private const uint SetUid = 0x800;
    private const uint SetGid = 0x400;
    private const uint GroupExecute = 0x8;

    /// <summary>True if the file's mode could change ids, so that the mount's options matter.</summary>
    internal static bool MayChange(in FileStatus file) => (file.Mode & (SetUid | SetGid)) != 0;

    /// <summary>The credentials after execve of <paramref name="file"/>.</summary>
    /// <param name="caller">Who executes it.</param>
    /// <param name="file">Owner and mode of the program.</param>
    /// <param name="noSetUid">The mount does not honour the mode's bits.</param>
    internal static ProcessCredentials After(in ProcessCredentials caller, in FileStatus file, bool noSetUid)
    {
        var honoured = !noSetUid && !caller.NoNewPrivileges;
        var euid = honoured && (file.Mode & SetUid) != 0 ? file.Uid : caller.Euid;

        // The group bit without permission to execute for the group once meant mandatory locking.
        var egid = honoured && (file.Mode & (SetGid | GroupExecute)) == (SetGid | GroupExecute) ? file.Gid : caller.Egid;
        return caller with { Euid = euid, Suid = euid, Egid = egid, Sgid = egid };
    }
}
