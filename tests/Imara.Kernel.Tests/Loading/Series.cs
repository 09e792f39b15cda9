namespace Imara.Kernel.Tests.Loading;

/// <summary>The kernels that every case of loading is held against: the oldest and the newest that Debian packages for this release.</summary>
public static class Series
{
    /// <summary>Their names, as `eng/lab/kernel` takes them.</summary>
    public static TheoryData<string> All => ["6.1", "6.12"];
}
