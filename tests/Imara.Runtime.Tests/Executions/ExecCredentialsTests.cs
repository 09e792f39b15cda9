using Imara.Linux.Files;
using Imara.Linux.ProcFs;
using Imara.Runtime.Executions;

namespace Imara.Runtime.Tests.Executions;

public class ExecCredentialsTests
{
    private static readonly ProcessCredentials Caller = new(1, 1000, 1000, 1000, 100, 100, 100, 0, NoNewPrivileges: false);

    [Theory]
    [InlineData(0x81ed, false, false, 1000, 100)] // 0755
    [InlineData(0x89ed, false, false, 0, 100)] // 4755
    [InlineData(0x85ed, false, false, 1000, 5)] // 2755
    [InlineData(0x8de5, false, false, 0, 100)] // 6745: no permission for the group to execute
    [InlineData(0x8ded, true, false, 1000, 100)] // 6755 on a nosuid mount
    [InlineData(0x8ded, false, true, 1000, 100)] // 6755 with no_new_privs
    public void Mode_owner_and_mount_decide_about_the_new_ids(uint mode, bool noSetUid, bool noNewPrivileges, uint euid, uint egid)
    {
        var file = new FileStatus(0, 0, mode, 0, 5, 1, 0, default, default, default, 0);
        var after = ExecCredentials.After(Caller with { NoNewPrivileges = noNewPrivileges }, file, noSetUid);
        Assert.Equal((1000U, euid, euid), (after.Uid, after.Euid, after.Suid));
        Assert.Equal((100U, egid, egid), (after.Gid, after.Egid, after.Sgid));
    }
}
