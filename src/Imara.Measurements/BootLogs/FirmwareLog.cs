using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Imara.Measurements.BootLogs;

/// <summary>The firmware's event log, as <c>binary_bios_measurements</c> gives it.</summary>
/// <remarks>docs/reference/attestation.md 9. It is not signed: what it says is believed once it replays to something that is.</remarks>
public sealed class FirmwareLog
{
    internal FirmwareLog()
    {
    }

    /// <summary>True if the log has digests of every bank of the TPM; false for the old form, which has SHA-1 alone.</summary>
    public bool IsCryptoAgile { get; internal init; }

    /// <summary>The algorithms that the log names and the kernel has a name for, in the order of its table.</summary>
    public ImmutableArray<HashAlgo> Algorithms { get; internal init; }

    /// <summary>The banks that can be replayed from it: every event that was extended has their digest.</summary>
    public ImmutableArray<HashAlgo> Banks { get; internal init; }

    /// <summary>What the last byte of PCR 0 was when the TPM started: 0, 3 or 4.</summary>
    public byte StartupLocality { get; internal init; }

    /// <summary>The events that were extended, in order.</summary>
    public ImmutableArray<BootLogEvent> Events { get; internal init; }

    /// <summary>Number of events, those included that were not extended.</summary>
    public int Count { get; internal init; }

    /// <summary>Reads a log.</summary>
    /// <param name="content">The whole log.</param>
    /// <param name="log">What it holds.</param>
    /// <param name="error">The event at fault: nothing is guessed about what follows it.</param>
    public static bool TryRead(ReadOnlySpan<byte> content, [NotNullWhen(true)] out FirmwareLog? log, out FormatError error) =>
        new FirmwareLogReader().TryRead(content, out log, out error);
}
