namespace Imara.Boot.Audit.Reading;

/// <summary>What turns the times of log lines into moments: some have no year, most no zone.</summary>
/// <param name="Now">The present; lines without a year are taken to be of the year before it.</param>
/// <param name="Zone">The zone that lines without one are in.</param>
public sealed record LogClock(DateTimeOffset Now, TimeZoneInfo Zone)
{
    /// <summary>The clock of this machine.</summary>
    public static LogClock System => new(DateTimeOffset.Now, TimeZoneInfo.Local);

    /// <summary>The moment that a clock of the zone shows so.</summary>
    public DateTimeOffset At(DateTime local) => new(local, Zone.GetUtcOffset(local));
}
