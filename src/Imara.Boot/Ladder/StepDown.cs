using System.Globalization;
using System.Text;

namespace Imara.Boot.Ladder;

/// <summary>Counts boots that begin and are not marked good; after some of them in a row, a machine that enforces returns to log. Pure.</summary>
/// <remarks>
/// It can count only boots in which it could run: one that fails before, such as when init itself is denied, is not seen. The way back is then the entry that logs,
/// chosen by hand; a trial needs none, since its entry is booted once.
/// </remarks>
public static class StepDown
{
    /// <summary>How many boots in a row may fail.</summary>
    public const int MaxFailed = 3;

    /// <summary>The file with the number of boots that were begun and not marked good, below the root.</summary>
    public const string TriesPath = "var/lib/imara/boot-tries";

    /// <summary>The file with the boot that was marked good last, below the root.</summary>
    public const string GoodPath = "var/lib/imara/boot-good";

    private const int MaxTries = 1_000_000;

    /// <summary>The number in a file of tries; what is no number counts as too many, so that damage leads down and not up.</summary>
    public static int TriesOf(ReadOnlySpan<byte> text) =>
        text.IsEmpty ? 0
        : int.TryParse(Encoding.ASCII.GetString(text[..Math.Min(text.Length, 16)]).TrimEnd('\n'), NumberStyles.None, CultureInfo.InvariantCulture, out var tries) && tries <= MaxTries ? tries
        : MaxTries;

    /// <summary>The content of a file of tries.</summary>
    public static ReadOnlyMemory<byte> Write(int tries) => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{tries}\n"));

    /// <summary>True if a boot that begins has to return to log.</summary>
    /// <param name="state">Where the machine stands.</param>
    /// <param name="failed">Boots before this one that were not marked good.</param>
    public static bool IsDue(LadderState state, int failed)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Step is LadderStep.Trial or LadderStep.Enforce && failed >= MaxFailed;
    }
}
