using System.Globalization;
using Imara.Boot.Audit.Reading;

namespace Imara.Boot.Audit;

/// <summary>Reads the time that a survey begins at.</summary>
public static class AuditSince
{
    private const int MaxDays = 36_500;

    private static readonly string[] Local =
        ["yyyy-MM-dd", "yyyy-MM-dd HH:mm", "yyyy-MM-ddTHH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm:ss"];

    private static readonly string[] Zoned = ["yyyy-MM-ddTHH:mmzzz", "yyyy-MM-ddTHH:mm:sszzz", "yyyy-MM-ddTHH:mmZ", "yyyy-MM-ddTHH:mm:ssZ"];

    private static readonly (string Word, TimeSpan Span)[] Units =
    [
        ("seconds", TimeSpan.FromSeconds(1)), ("minutes", TimeSpan.FromMinutes(1)), ("hours", TimeSpan.FromHours(1)), ("days", TimeSpan.FromDays(1)), ("weeks", TimeSpan.FromDays(7)),
    ];

    /// <summary>Reads a time.</summary>
    /// <remarks>
    /// <c>boot</c>; <c>today</c>; <c>2026-11-23</c>, <c>2026-11-23 04:00</c> or with <c>T</c> and seconds, local unless a zone follows (<c>Z</c>, <c>+01:00</c>);
    /// <c>@1700000000</c>; <c>-90s</c>, <c>-30m</c>, <c>-2h</c>, <c>-7d</c>, <c>-1w</c>; <c>2 hours ago</c>.
    /// </remarks>
    /// <param name="text">What the user wrote.</param>
    /// <param name="clock">The present.</param>
    /// <param name="boot">When the system was booted; null if that is not known, and <c>boot</c> is refused.</param>
    /// <param name="since">The moment.</param>
    public static bool TryRead(string text, LogClock clock, DateTimeOffset? boot, out DateTimeOffset since)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(clock);
        since = boot ?? default;
        if (text == "boot")
        {
            return boot is not null;
        }

        if (text == "today")
        {
            since = clock.At(TimeZoneInfo.ConvertTime(clock.Now, clock.Zone).Date);
            return true;
        }

        if (text.StartsWith('@'))
        {
            var isNumber = long.TryParse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < 253_402_300_800;
            since = isNumber ? DateTimeOffset.FromUnixTimeSeconds(seconds) : default;
            return isNumber;
        }

        if (TryReadSpan(text, out var ago))
        {
            since = clock.Now - ago;
            return true;
        }

        if (DateTime.TryParseExact(text, Local, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            since = clock.At(local);
            return true;
        }

        return DateTimeOffset.TryParseExact(text, Zoned, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out since);
    }

    // -2h, or 2 hours ago
    private static bool TryReadSpan(string text, out TimeSpan span)
    {
        span = default;
        var words = text.Split(' ');
        var (number, unit) = words switch
        {
            [var count, var word, "ago"] => (count, word),
            [['-', .. var count, var letter]] => (count, letter.ToString()),
            _ => (string.Empty, string.Empty),
        };
        if (!uint.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var times) || times > 100_000_000)
        {
            return false;
        }

        foreach (var (word, length) in Units)
        {
            if (unit == word || unit == word[..^1] || (words.Length == 1 && unit == word[..1]))
            {
                var isPossible = length.TotalDays * times < MaxDays;
                span = isPossible ? length * times : default;
                return isPossible;
            }
        }

        return false;
    }
}
