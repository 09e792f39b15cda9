namespace Imara.Boot.Audit.Sources;

/// <summary>The time that a survey is about.</summary>
/// <param name="Since">Where it begins; null: at the beginning of the logs.</param>
/// <param name="Boot">When the running system was booted; null for a system that does not run.</param>
/// <param name="IsBoot">True if it is about this boot: then logs that know the boot of their records are asked for it, since clocks are set in a boot.</param>
public sealed record AuditWindow(DateTimeOffset? Since, DateTimeOffset? Boot, bool IsBoot)
{
    /// <summary>The boot that runs.</summary>
    public static AuditWindow ThisBoot => new(BootTime.Read(), BootTime.Read(), IsBoot: true);
}
