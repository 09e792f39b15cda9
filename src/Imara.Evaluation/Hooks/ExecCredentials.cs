namespace Imara.Evaluation.Hooks;

/// <summary>Predicts the credentials a program begins with. Pure.</summary>
/// <remarks>
/// docs/reference/hooks-in-user-space.md 2, CREDS_CHECK. File capabilities change no id and are not looked at; the bounding set is taken to be full, and no
/// capability to be ambient.
/// </remarks>
public static class ExecCredentials
{
    private const uint SetUserId = 0x800;
    private const uint SetGroupId = 0x400;
    private const uint GroupExecute = 0x8;

    /// <summary>True if the mode of a program could change ids.</summary>
    /// <param name="mode">Its permission and set-id bits.</param>
    public static bool MayChange(uint mode) => (mode & (SetUserId | SetGroupId)) != 0;

    /// <summary>The credentials after execve(2).</summary>
    /// <param name="caller">Who executes.</param>
    /// <param name="owner">Owner of the program; for a script of the last interpreter.</param>
    /// <param name="group">Its group.</param>
    /// <param name="mode">Its permission and set-id bits.</param>
    /// <param name="isHonoured">False where the mount is nosuid or the caller has no_new_privs: the bits mean nothing.</param>
    public static Credentials After(in Credentials caller, uint owner, uint group, uint mode, bool isHonoured = true)
    {
        var euid = isHonoured && (mode & SetUserId) != 0 ? owner : caller.Euid;

        // The group bit without permission to execute for the group once meant mandatory locking.
        var egid = isHonoured && (mode & (SetGroupId | GroupExecute)) == (SetGroupId | GroupExecute) ? group : caller.Egid;
        return caller with { Euid = euid, Suid = euid, Egid = egid, Sgid = egid, CapEff = euid == 0 ? Credentials.AllCapabilities : 0 };
    }
}
