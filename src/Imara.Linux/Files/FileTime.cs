namespace Imara.Linux.Files;

/// <summary>A time stamp of a file.</summary>
/// <param name="Seconds">Seconds since 1970-01-01 UTC.</param>
/// <param name="Nanoseconds">0 to 999,999,999.</param>
public readonly record struct FileTime(long Seconds, uint Nanoseconds)
{
    /// <summary>The time now, to 100 ns.</summary>
    public static FileTime Now
    {
        get
        {
            var ticks = DateTime.UtcNow.Ticks - DateTime.UnixEpoch.Ticks;
            return new FileTime(ticks / TimeSpan.TicksPerSecond, (uint)(ticks % TimeSpan.TicksPerSecond) * 100);
        }
    }

    /// <summary>The time on the wall clock, to 100 ns.</summary>
    public DateTimeOffset ToDateTimeOffset() => DateTimeOffset.UnixEpoch.AddSeconds(Seconds).AddTicks(Nanoseconds / 100);

    /// <summary>How much later this time is; negative if it is earlier.</summary>
    public long NanosecondsSince(FileTime earlier) =>
        ((Seconds - earlier.Seconds) * 1_000_000_000) + Nanoseconds - earlier.Nanoseconds;
}
