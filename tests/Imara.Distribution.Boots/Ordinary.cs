namespace Imara.Distribution.Boots;

/// <summary>What the ordinary unit of every disk tells about a boot.</summary>
internal static class Ordinary
{
    private const string Unit = "lab-witness.service";
    private const string Loaded = "op=policy_update cause=completed";

    /// <summary>The machine came to its end, and the policy was in force before the unit ran.</summary>
    public static void RanUnderThePolicy(DiskBoot boot)
    {
        Assert.Equal("off", boot.Ended);
        Assert.Equal("gone", boot.PolicyFile);
        Assert.Contains("/lab/witness", boot.Measured);
        Assert.InRange(boot.Console.IndexOf(Loaded, StringComparison.Ordinal), 1, boot.Console.IndexOf($"Starting {Unit}", StringComparison.Ordinal));
    }

    /// <summary>The policy was in force before the init of the root file system was started: it is measured.</summary>
    public static void RanUnderThePolicyAsInitDid(DiskBoot boot)
    {
        RanUnderThePolicy(boot);
        var measured = boot.Measured.ToList();
        Assert.InRange(measured.FindIndex(path => path.EndsWith("/systemd/systemd", StringComparison.Ordinal)), 1, measured.IndexOf("/lab/witness"));
    }

    /// <summary>The machine said which policy it misses and ended by itself before the unit ran.</summary>
    /// <param name="boot">The boot.</param>
    /// <param name="ended">How it ends.</param>
    /// <param name="said">What it said.</param>
    public static void DidNotRun(DiskBoot boot, string ended, string said)
    {
        Assert.Contains(said, boot.Console);
        Assert.Equal(ended, boot.Ended);
        Assert.DoesNotContain(Unit, boot.Console);
        Assert.Empty(boot.Entries);
    }
}
