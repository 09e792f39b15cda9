using Imara.Runtime.Monitoring;

namespace Imara.Runtime.Tests.Monitoring;

public class MarkPlanTests
{
    private const ulong Ext4 = 0xef53;
    private const ulong Overlay = 0x794c7630;
    private const ulong Proc = 0x9fa0;

    [Fact]
    public void A_file_system_is_marked_once()
    {
        var plan = MarkPlan.Choose([new("/", 1, Ext4, false), new("/home", 2, Ext4, false), new("/usr/bin/make", 1, Ext4, false)]);
        Assert.Equal(["/", "/home"], plan.Marks);
        Assert.Empty(plan.LeftOut);
        Assert.Null(plan.Conflict);
    }

    [Fact]
    public void A_default_that_cannot_be_watched_is_left_out_and_named()
    {
        var plan = MarkPlan.Choose([new("/", 1, Overlay, false), new("/proc/self", 2, Proc, false), new("/mnt", 3, Ext4, false), new("/o", 4, Overlay, false)]);
        Assert.Equal(["/", "/o"], plan.Marks);
        Assert.Equal(["/proc/self", "/mnt"], plan.LeftOut.Select(l => l.Path));
        Assert.Null(plan.Conflict);
    }

    [Fact]
    public void A_path_the_user_asked_for_is_a_conflict_instead()
    {
        Assert.Equal("/mnt", MarkPlan.Choose([new("/", 1, Overlay, true), new("/mnt", 3, Ext4, true)]).Conflict);
        Assert.Equal("/proc", MarkPlan.Choose([new("/proc", 1, Proc, true)]).Conflict);
    }

    [Fact]
    public void A_real_path_is_looked_at_without_being_opened()
    {
        Assert.Equal(Errno.None, MarkPlan.TryLook("/proc", isRequired: true, out var candidate));
        Assert.Equal(Proc, candidate.Magic);
        Assert.Equal(Errno.ENOENT, MarkPlan.TryLook("/nowhere/at/all", isRequired: true, out _));
    }
}
