using Imara.Cli.Output;
using Imara.Measurements.Replay;

namespace Imara.Cli.Input;

/// <summary>The logs of `--eventlog` and `--userlog`.</summary>
/// <remarks>docs/reference/measurement-list.md 7.2.</remarks>
internal static class BootLogSource
{
    private const int FileCap = 16 << 20;

    /// <summary>Reads the logs. What is wrong inside them is a finding, so that the rest is verified all the same.</summary>
    /// <param name="firmware">The firmware's log; null: not given.</param>
    /// <param name="user">systemd's log; null: not given.</param>
    /// <param name="report">Takes the reason if a file cannot be read.</param>
    /// <param name="evidence">The logs; null if none is given.</param>
    public static bool TryRead(string? firmware, string? user, Report report, out BootEvidence? evidence)
    {
        evidence = null;
        if (!TryReadOne(firmware, report, out var firmwareLog) || !TryReadOne(user, report, out var userLog))
        {
            return false;
        }

        if (firmwareLog is not null || userLog is not null)
        {
            evidence = BootEvidence.Read(firmwareLog, userLog, user is not null && HasStickyBit(user));
        }

        return true;
    }

    private static bool TryReadOne(string? path, Report report, out ReadOnlyMemory<byte>? content)
    {
        content = null;
        if (path is null)
        {
            return true;
        }

        var isRead = InputFile.TryRead(path, FileCap, report, out var bytes);
        content = bytes;
        return isRead;
    }

    private static bool HasStickyBit(string path) => File.Exists(path) && (File.GetUnixFileMode(path) & UnixFileMode.StickyBit) != 0;
}
