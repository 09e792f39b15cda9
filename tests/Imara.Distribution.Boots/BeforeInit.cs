namespace Imara.Distribution.Boots;

/// <summary>What a policy loaded in the initramfs leaves in the list.</summary>
internal static class BeforeInit
{
    /// <summary>The policy is loaded, and the first program of the root file system that is measured is its init.</summary>
    public static void Holds(DiskBoot boot)
    {
        Assert.Equal("off", boot.Ended);
        Assert.Equal("gone", boot.PolicyFile);
        var init = boot.Measured.ToList().FindIndex(path => path.EndsWith("/systemd/systemd", StringComparison.Ordinal));
        var witness = boot.Measured.ToList().IndexOf("/lab/witness");
        Assert.InRange(init, 1, witness);
    }
}
