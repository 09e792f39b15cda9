using System.Diagnostics.CodeAnalysis;
using Imara.Compression;

namespace Imara.Boot.Audit.Sources;

/// <summary>Logs as logrotate leaves them are no text: names what unpacks them.</summary>
public static class PackedLog
{
    private const int Needed = 8;

    // As much as a record of /dev/kmsg may have, which is read whole or not at all.
    private const int Peeked = 16 * 1024;

    /// <summary>The text of a log.</summary>
    /// <param name="stream">The log; taken over.</param>
    /// <param name="text">What is read in its place.</param>
    /// <param name="reason">What it is and what to do, if the result is false.</param>
    /// <exception cref="IOException">Its first bytes cannot be read.</exception>
    public static bool TryOpen(Stream stream, [NotNullWhen(true)] out Stream? text, out string reason)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var start = new byte[Peeked];
        var length = stream.ReadAtLeast(start, Needed, throwOnEndOfStream: false);
        var whole = new ChainedStream(new MemoryStream(start, 0, length, writable: false), stream);
        text = null;
        reason = string.Empty;
        switch (CompressedFormats.NameOf(start.AsSpan(0, length)))
        {
            case null when start.AsSpan(0, length).StartsWith("LPKSHHRH"u8):
                reason = "this is a file of the journal: `journalctl --output=json --file=FILE | imara audit -`";
                return false;
            case null:
                text = whole;
                return true;
            case var packed:
                reason = $"this is compressed with {packed}: unpack it first, as in `{UnpackerOf(packed)} FILE | imara audit -`";
                return false;
        }
    }

    private static string UnpackerOf(string format) => format switch
    {
        "gzip" => "zcat",
        "zstd" => "zstdcat",
        "xz" => "xzcat",
        _ => "bzcat",
    };
}
