using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Imara.Measurements.BootLogs;

/// <summary>What systemd extended after the kernel started, as <c>/run/log/systemd/tpm2-measure.log</c> tells it.</summary>
/// <remarks>docs/reference/measurement-list.md 7.2. It is not signed: it explains PCR values, and proves nothing alone.</remarks>
public sealed class UserLog
{
    internal UserLog(ImmutableArray<BootLogEvent> events, string? bootId, int count)
    {
        Events = events;
        BootId = bootId;
        Count = count;
    }

    /// <summary>The records about PCRs in the order of their extends; records about other indices of the TPM are left out.</summary>
    public ImmutableArray<BootLogEvent> Events { get; }

    /// <summary>The boot that the records are of, 32 hex digits; null if they do not say it.</summary>
    public string? BootId { get; }

    /// <summary>Number of records.</summary>
    public int Count { get; }

    /// <summary>Reads a log: JSON text sequence, each record 0x1e, an object, a line feed.</summary>
    /// <param name="content">The whole log.</param>
    /// <param name="log">What it holds.</param>
    /// <param name="error">The record at fault.</param>
    public static bool TryRead(ReadOnlySpan<byte> content, [NotNullWhen(true)] out UserLog? log, out FormatError error) =>
        new UserLogReader().TryRead(content, out log, out error);
}
