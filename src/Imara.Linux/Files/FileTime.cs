namespace Imara.Linux.Files;

/// <summary>A time stamp of a file.</summary>
/// <param name="Seconds">Seconds since 1970-01-01 UTC.</param>
/// <param name="Nanoseconds">0 to 999,999,999.</param>
public readonly record struct FileTime(long Seconds, uint Nanoseconds);
