namespace Imara.Distribution.Boots;

/// <summary>What a machine does that requires a policy and does not get it.</summary>
internal static class Halts
{
    /// <summary>It says so, halts, and no ordinary unit has run.</summary>
    public static void Without(DiskBoot boot)
    {
        Assert.Equal("halted", boot.Ended);
        Assert.Contains("ima-policy", boot.Console);
        Assert.DoesNotContain("Reached target sysinit.target", boot.Console);
        Assert.Empty(boot.Entries);
    }
}
