using Imara.Runtime.Monitoring;

namespace Imara.Runtime.Tests.Monitoring;

public class MarkPlanTests
{
    private const ulong Ext4 = 0xef53;
    private const ulong Overlay = 0x794c7630;
    private const ulong Proc = 0x9fa0;
    private const ulong Fuse = 0x65735546;
    private const ulong Ecryptfs = 0xf15f;

    [Fact]
    public void A_file_system_is_marked_once()
    {
        var plan = Choose(("/", 1, Ext4, false), ("/home", 2, Ext4, false), ("/usr/bin/make", 1, Ext4, false));
        Assert.Equal(["/", "/home"], plan.Marks.Select(mark => mark.ToString()));
        Assert.Empty(plan.LeftOut);
        Assert.Null(plan.Conflict);
    }

    [Theory]
    [InlineData(Overlay, "an overlay is watched, and nothing can be together with it")]
    [InlineData(Fuse, "a FUSE file system is watched, and nothing can be together with it")]
    [InlineData(Ecryptfs, "an eCryptfs file system is watched, and nothing can be together with it")]
    public void What_is_kept_by_another_file_system_is_watched_alone(ulong magic, string reason)
    {
        var plan = Choose(("/", 1, magic, false), ("/proc/self", 2, Proc, false), ("/mnt", 3, Ext4, false), ("/o", 4, magic, false), ("/bin", 1, magic, false));
        Assert.Equal(["/"], plan.Marks.Select(mark => mark.ToString()));
        Assert.Equal([("/proc/self", "the kernel cannot watch /proc"), ("/mnt", reason), ("/o", reason)], plan.LeftOut.Select(l => (l.Path.ToString(), l.Reason)));
        Assert.Null(plan.Conflict);
    }

    [Theory]
    [InlineData(Overlay, "an overlay cannot be watched together with other file systems")]
    [InlineData(Fuse, "a FUSE file system cannot be watched together with other file systems")]
    public void A_default_that_is_kept_by_another_one_is_left_out_and_named(ulong magic, string reason)
    {
        var plan = Choose(("/", 1, Ext4, false), ("/mnt", 3, magic, false));
        Assert.Equal(["/"], plan.Marks.Select(mark => mark.ToString()));
        Assert.Equal(("/mnt", reason), Assert.Single(plan.LeftOut.Select(l => (l.Path.ToString(), l.Reason))));
    }

    [Theory]
    [InlineData(Overlay, Ext4)]
    [InlineData(Overlay, Overlay)]
    [InlineData(Fuse, Ext4)]
    [InlineData(Ext4, Fuse)]
    [InlineData(Fuse, Overlay)]
    public void A_path_the_user_asked_for_is_a_conflict_instead(ulong first, ulong second) =>
        Assert.Equal("/mnt", Choose(("/", 1, first, true), ("/mnt", 3, second, true)).Conflict!.Value.Path.ToString());

    [Fact]
    public void What_was_asked_for_comes_before_the_defaults_and_the_first_conflict_is_named()
    {
        var plan = Choose(("/", 1, Ext4, false), ("/mnt", 2, Overlay, true), ("/o", 3, Ext4, true), ("/p", 4, Proc, true));
        Assert.Equal(["/mnt"], plan.Marks.Select(mark => mark.ToString()));
        Assert.Equal(["/"], plan.LeftOut.Select(left => left.Path.ToString()));
        Assert.Equal("/o", plan.Conflict!.Value.Path.ToString());
    }

    [Fact]
    public void Proc_cannot_be_asked_for() => Assert.Equal("/proc", Choose(("/proc", 1, Proc, true)).Conflict!.Value.Path.ToString());

    [Fact]
    public void A_real_path_is_looked_at_without_being_opened()
    {
        Assert.Equal(Errno.None, MarkPlan.TryLook(new("/proc"), isRequired: true, out var candidate));
        Assert.Equal(Proc, candidate.Magic);
        Assert.Equal(Errno.ENOENT, MarkPlan.TryLook(new("/nowhere/at/all"), isRequired: true, out _));
    }

    private static MarkPlan Choose(params (string Path, ulong Device, ulong Magic, bool IsRequired)[] candidates) =>
        MarkPlan.Choose([.. candidates.Select(c => new MarkCandidate(new(c.Path), c.Device, c.Magic, c.IsRequired))]);
}
