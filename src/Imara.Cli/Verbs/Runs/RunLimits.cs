using System.Globalization;
using Imara.Cli.Output;
using Imara.Runtime.Accesses;

namespace Imara.Cli.Verbs.Runs;

/// <summary>What one access may cost, and how long nobody may be answered, as the user asked.</summary>
/// <param name="Limit">How much is hashed.</param>
/// <param name="Deadline">When the watchdog ends the watching.</param>
internal sealed record RunLimits(HashLimit Limit, TimeSpan Deadline)
{
    private const double MostSeconds = 3600;

    /// <summary>Reads the options; false, and told, for what is no number or does not go together.</summary>
    public static bool TryRead(string? maxBytes, string? maxSeconds, string? deadline, Report report, out RunLimits limits)
    {
        limits = new RunLimits(HashLimit.Usual, default);
        var bytes = HashLimit.Usual.Bytes;
        if (maxBytes is not null && !TryParseSize(maxBytes, out bytes))
        {
            report.Error($"run: --max-bytes `{maxBytes}` is no size: a number of bytes, or one with K, M, G or T");
            return false;
        }

        var seconds = HashLimit.Usual.Milliseconds / 1000.0;
        if (maxSeconds is not null && !TryParseSeconds(maxSeconds, out seconds))
        {
            report.Error($"run: --max-seconds `{maxSeconds}` is no time: a number of seconds above 0 and up to {MostSeconds}");
            return false;
        }

        var last = 2 * seconds;
        if (deadline is not null && !TryParseSeconds(deadline, out last))
        {
            report.Error($"run: --deadline `{deadline}` is no time: a number of seconds above 0 and up to {MostSeconds}");
            return false;
        }

        if (last <= seconds)
        {
            report.Error(string.Create(CultureInfo.InvariantCulture, $"run: --deadline {last} is not longer than --max-seconds {seconds}: one file would end the watching"));
            return false;
        }

        limits = new RunLimits(new HashLimit(bytes, (long)Math.Ceiling(seconds * 1000)), TimeSpan.FromSeconds(last));
        return true;
    }

    private static bool TryParseSeconds(string text, out double seconds) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out seconds) && seconds is > 0 and <= MostSeconds;

    private static bool TryParseSize(string text, out long bytes)
    {
        var shift = text.Length == 0 ? -1 : "KMGT".IndexOf(text[^1], StringComparison.Ordinal);
        var digits = shift < 0 ? text : text[..^1];
        bytes = 0;
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > long.MaxValue >> (10 * (shift + 1)))
        {
            return false;
        }

        bytes = number << (10 * (shift + 1));
        return true;
    }
}
