using System.Globalization;
using System.Text;

namespace Imara.Boot.Audit.Reading;

/// <summary>Reads the time at the beginning of a log line. Pure.</summary>
internal static class LogTime
{
    private static readonly string[] Zoned =
        ["yyyy-MM-ddTHH:mm:sszzz", "yyyy-MM-ddTHH:mm:ss.FFFFFFzzz", "yyyy-MM-ddTHH:mm:ssZ", "yyyy-MM-ddTHH:mm:ss.FFFFFFZ"];

    private static readonly string[] Full = ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFF"];
    private static readonly string[] Short = ["MMM d HH:mm:ss", "MMM d HH:mm:ss.FFFFFF"];

    /// <summary>The moment; null if the line begins with nothing that says one.</summary>
    /// <remarks>
    /// <c>Nov 23 04:00:00</c> (also with microseconds), <c>2026-11-23T04:00:00+0000</c>, <c>Mon 2026-11-23 04:00:00 UTC</c>, <c>1700000000.123456</c>.
    /// </remarks>
    public static DateTimeOffset? Read(ReadOnlySpan<byte> line, LogClock clock)
    {
        var words = Words(line);
        if (words.Length == 0)
        {
            return null;
        }

        if (words[0].Length > 19 && words[0][10] == 'T')
        {
            return DateTimeOffset.TryParseExact(words[0], Zoned, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var zoned) ? zoned : null;
        }

        if (decimal.TryParse(words[0], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 1_000_000 and < 253_402_300_799)
        {
            return DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1000));
        }

        if (words.Length < 3)
        {
            return null;
        }

        if (words is [_, { Length: 10 } date, _, ..] && date[4] == '-')
        {
            return DateTime.TryParseExact($"{date} {words[2]}", Full, CultureInfo.InvariantCulture, DateTimeStyles.None, out var full)
                ? words.Length > 3 && words[3] == "UTC" ? new DateTimeOffset(full, TimeSpan.Zero) : clock.At(full)
                : null;
        }

        return WithoutYear($"{words[0]} {words[1]} {words[2]}", clock);
    }

    // The last time that the calendar showed this day.
    private static DateTimeOffset? WithoutYear(string text, LogClock clock)
    {
        for (var year = clock.Now.Year + 1; year > clock.Now.Year - 5; year--)
        {
            if (DateTime.TryParseExact($"{year} {text}", [.. Short.Select(form => "yyyy " + form)], CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
                && clock.At(local) is var moment && moment <= clock.Now.AddDays(1))
            {
                return moment;
            }
        }

        return null;
    }

    private static string[] Words(ReadOnlySpan<byte> line)
    {
        const int Longest = 64;
        var head = line[..Math.Min(line.Length, Longest)];
        return Encoding.Latin1.GetString(head).Split(' ', 6, StringSplitOptions.RemoveEmptyEntries);
    }
}
