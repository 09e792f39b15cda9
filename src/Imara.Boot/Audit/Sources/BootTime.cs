using System.Globalization;

namespace Imara.Boot.Audit.Sources;

/// <summary>When this machine was booted.</summary>
public static class BootTime
{
    private const string Key = "btime ";

    /// <summary>Reads <c>btime</c> of <c>/proc/stat</c>; null if it cannot be read.</summary>
    public static DateTimeOffset? Read()
    {
        try
        {
            var line = File.ReadLines("/proc/stat").FirstOrDefault(line => line.StartsWith(Key, StringComparison.Ordinal));
            return line is not null && long.TryParse(line.AsSpan(Key.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
